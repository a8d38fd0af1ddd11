"""The names that people give to files: kept as text, and never used as a place."""

from __future__ import annotations

import unicodedata
from pathlib import PureWindowsPath
from typing import Final
from urllib.parse import quote

LONGEST: Final = 120
# Letters that change how others are read, or that no reader sees.
HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
PLAIN: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-_()")


def plain_name(given: str | None) -> str:
    """The last part of whatever was sent as a name, without letters that nobody sees; its ending is kept."""
    name = PureWindowsPath((given or "").replace("\0", "")).name
    name = unicodedata.normalize("NFC", name)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in HIDDEN)
    name = " ".join(name.split()).lstrip(".") or "file"
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST - len(dot + ending)]}{dot}{ending}" if len(ending) < 10 else name[:LONGEST]


def ending_of(name: str) -> str:
    """What stands after the last dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def disposition(name: str) -> str:
    """The header by which a browser saves a file under its name and never shows it (RFC 6266)."""
    plain = "".join(letter if letter in PLAIN else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
