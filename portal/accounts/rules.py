"""Rules of accounts that need no database: addresses, passwords, where a log-in may lead."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField
from portal.errors import RuleViolation
from portal.people import PARTNER_ROLES, VENDOR_ROLES, Principal, Role

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LONGEST_ADDRESS = 254
FEWEST_CHARACTERS = 5
# One plain address: no display name, no list, nothing that a mail header could take for more.
ADDRESS = re.compile(r"[a-z0-9._%+'-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")

LOG_IN = Default(
    key="log_in",
    title=_l("Log-in"),
    fields=(
        DefaultField("attempts_per_account", _l("Wrong passwords per account"), 10, 3, 10),
        DefaultField("failures_per_address", _l("Failures per network address"), 30, 10, 30),
        DefaultField("window_minutes", _l("Counted over"), 15, 15, 120, Decimal(1), _l("minutes")),
        DefaultField("session_days", _l("A log-in lasts"), 7, 1, 30, Decimal(1), _l("days")),
        DefaultField("reset_minutes", _l("A password link is good for"), 60, 10, 1440, Decimal(1), _l("minutes")),
        DefaultField("invitation_days", _l("An invitation is good for"), 7, 1, 30, Decimal(1), _l("days")),
    ),
)


def clean_address(text: str | None) -> str:
    """An address as it is stored: without space around it, in lower case."""
    return (text or "").strip().lower()


def is_address(text: str) -> bool:
    """Whether this is one plain mail address and nothing else."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def check_address(text: str) -> None:
    """Refuse what is no mail address.

    Raises:
        RuleViolation: says what would be one.
    """
    if not is_address(text):
        raise RuleViolation(_l("Enter one mail address such as name@example.com."), field="email")


def clean_password(text: str) -> str:
    """A password in one spelling, so that full-width letters of an input method do not lock anybody out."""
    return unicodedata.normalize("NFKC", text)


def check_password(password: str, *, email: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        RuleViolation: says what would be right.
    """
    password = clean_password(password)
    if len(password) < SHORTEST_PASSWORD:
        text = _l("Use at least %(count)s characters.", count=SHORTEST_PASSWORD)
        raise RuleViolation(text, field="password")
    if len(password) > LONGEST_PASSWORD:
        text = _l("Use at most %(count)s characters.", count=LONGEST_PASSWORD)
        raise RuleViolation(text, field="password")
    if password.lower() == email or len(set(password.lower())) < FEWEST_CHARACTERS:
        raise RuleViolation(_l("This password is easily guessed. Use several words."), field="password")


def own_path(text: str | None) -> str | None:
    """A path of this site, with its query; None for whatever could lead to another host."""
    if not text or not text.startswith("/") or "\\" in text or any(ord(sign) < 33 for sign in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return None if text.startswith("//") or parts.scheme or parts.netloc else text


def roles_to_give(actor: Principal, *, of_firm: bool) -> frozenset[Role]:
    """The roles that a person may give: a firm names its own people, the vendor only a firm's first contact."""
    if actor.role is Role.PARTNER_MANAGER:
        return PARTNER_ROLES if of_firm else frozenset()
    if actor.role is Role.ADMIN:
        return frozenset({Role.PARTNER_MANAGER}) if of_firm else VENDOR_ROLES
    if actor.role is Role.CS_MANAGER and of_firm:
        return frozenset({Role.PARTNER_MANAGER})
    return frozenset()


def browser_name(user_agent: str) -> str:
    """A browser and its system in words that a person recognises, such as `Chrome, Windows`."""
    browsers = (
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for mark, name in kind if mark in user_agent), "") for kind in (browsers, systems)]
    return ", ".join(part for part in found if part) or user_agent[:60]
