"""The settings of an installation, read once from the environment; each is documented in docs/settings.md."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

LOCALES = ("ja", "en")
# What a customer reads is there in all of these.
GUEST_LOCALES = ("ja", "en", "zh_Hans", "ko", "vi")
SHORTEST_KEY = 32
# Words that stand for a key in examples, and the sample key of Flask's own documentation.
KNOWN_KEYS = frozenset({"secret", "dev", "changeme", "change-me", "development", "password"}) | {
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf"
}

# What holds a password or a key: a complaint about it does not repeat it.
SECRETS = frozenset({"SECRET_KEY", "DEMO_PASSWORD", "DATABASE_URL", "REDIS_URL", "MAIL_URL", "FILES_URL"})
FILES = "expected file:///FOLDER or s3://BUCKET/PART"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """A setting is wrong; the message is the one line that the start prints."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one installation to the next."""

    instance: Path
    database_url: str
    secret_key: str
    redis_url: str | None = None
    mail_url: str | None = None
    files_url: str | None = None
    base_url: str = "http://127.0.0.1:8000"
    time_zone: str = "Asia/Tokyo"
    default_locale: str = "ja"
    demo_password: str | None = None
    trusted_proxies: int = 0

    @property
    def queue_url(self) -> str:
        """Where the queue of job numbers lives; the jobs themselves are rows of the database."""
        return self.redis_url or f"sqlite:///{self.instance / 'queue.sqlite3'}"

    @property
    def files_place(self) -> str:
        """Where the contents of files lie."""
        return self.files_url or f"file://{self.instance / 'files'}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")


def read_settings(environ: Mapping[str, str] | None = None, *, instance: Path | None = None) -> Settings:
    """Read and check the settings.

    Raises:
        SettingsError: one is wrong; says which, what it is and what would be right.
    """
    values = os.environ if environ is None else environ
    folder = instance or Path(__file__).resolve().parent.parent / "instance"
    folder.mkdir(parents=True, exist_ok=True)

    def read(name: str, parse: Callable[[str], str], default: str) -> str:
        text = values.get(f"BANSOU_{name}", "").strip()
        try:
            return parse(text) if text else default
        except ValueError as wrong:
            said = "set" if name in SECRETS else repr(text)
            raise SettingsError(f"BANSOU_{name} is {said}: {wrong}") from None

    settings = Settings(
        instance=folder,
        database_url=read("DATABASE_URL", _database, f"sqlite:///{folder / 'bansou.sqlite3'}"),
        secret_key=read("SECRET_KEY", _secret, "") or _kept_key(folder),
        redis_url=read("REDIS_URL", _url("redis", "rediss", "unix"), "") or None,
        mail_url=read("MAIL_URL", _url("smtp", "smtps"), "") or None,
        files_url=read("FILES_URL", _files, "") or None,
        base_url=read("BASE_URL", _base, "http://127.0.0.1:8000"),
        time_zone=read("TIME_ZONE", _zone, "Asia/Tokyo"),
        default_locale=read("DEFAULT_LOCALE", _locale, "ja"),
        demo_password=read("DEMO_PASSWORD", _password, "") or None,
        trusted_proxies=int(read("TRUSTED_PROXIES", _count, "0")),
    )
    _refuse_debugging(values, settings.base_url)
    return settings


def _url(*schemes: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if urlsplit(text).scheme not in schemes:
            raise ValueError(f"expected an address that begins with {' or '.join(s + '://' for s in schemes)}")
        return text

    return check


def _database(text: str) -> str:
    if text.startswith("sqlite:///") or text.startswith("postgresql+psycopg://"):
        return text
    raise ValueError("expected sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME")


def _files(text: str) -> str:
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError(
            f"{FILES}, without keys and without query; the keys stand in AWS_ACCESS_KEY_ID and its like"
        )
    if parts.scheme == "s3" and BUCKET.fullmatch(parts.netloc):
        return text.rstrip("/")
    if parts.scheme != "file" or parts.netloc or not parts.path.strip("/"):
        raise ValueError(FILES)
    try:
        Path(parts.path).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=parts.path):
            return text
    except OSError as refused:
        raise ValueError(f"nothing can be written there ({refused.strerror}); {FILES}") from None


def _base(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("expected http://HOST or https://HOST, without query")
    return text.rstrip("/")


def _secret(text: str) -> str:
    if text.casefold() in KNOWN_KEYS or len(set(text)) < 10:
        raise ValueError("this key can be guessed; expected at least 32 random characters")
    if len(text) < SHORTEST_KEY:
        raise ValueError(f"it has {len(text)} characters; expected at least {SHORTEST_KEY}")
    return text


def _refuse_debugging(values: Mapping[str, str], base_url: str) -> None:
    debug = values.get("FLASK_DEBUG", "").strip()
    if debug.lower() not in ("", "0", "false", "no") and urlsplit(base_url).hostname not in OWN_MACHINE:
        said = f"FLASK_DEBUG is {debug!r}: it shows the inside of the portal to whoever reaches {base_url}; unset it"
        raise SettingsError(said)


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("expected the name of a time zone such as Asia/Tokyo")
    return ZoneInfo(text).key


def _locale(text: str) -> str:
    if text not in LOCALES:
        raise ValueError(f"expected one of {', '.join(LOCALES)}")
    return text


def _password(text: str) -> str:
    if len(text) < 12:
        raise ValueError("expected at least 12 characters")
    return text


def _count(text: str) -> str:
    if not text.isascii() or not text.isdigit() or int(text) > 9:
        raise ValueError("expected the number of proxies in front, 0 to 9")
    return text


def _kept_key(folder: Path) -> str:
    """The key of this installation, made at its first start."""
    file = folder / "secret_key"
    try:
        with file.open("x", encoding="ascii") as fresh:
            file.chmod(0o600)
            fresh.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")
