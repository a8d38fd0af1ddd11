"""Whom a comment calls, whose names it holds, and until when it can be taken back. Needs no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from portal.levels import SHARED, Level


class Mention(StrEnum):
    """Whom a comment can call: sides and roles, never one of the firm's people by name."""

    FIRM = "firm"
    TEAM = "team"
    OWNER = "owner"
    CS = "cs"


ALIASES: Final[dict[str, Mention]] = {
    "firm": Mention.FIRM,
    "パートナー": Mention.FIRM,
    "team": Mention.TEAM,
    "チーム": Mention.TEAM,
    "owner": Mention.OWNER,
    "cs担当": Mention.OWNER,
    "cs": Mention.CS,
    "cs管理者": Mention.CS,
}
# Not within an address such as a@firm.example.
_ALIAS: Final = "|".join(sorted(map(re.escape, ALIASES), key=len, reverse=True))
CALLED: Final = re.compile(rf"(?<![\w.+-])[@＠]({_ALIAS})(?![a-z0-9_]|[.-][a-z0-9])", re.IGNORECASE)
VENDORS: Final = frozenset({Mention.OWNER, Mention.CS})
FIRMS: Final = frozenset({Mention.FIRM, Mention.TEAM})
POLITE: Final = "(?:さん|様|さま|氏|くん|君)"
SHORTEST_NAME: Final = 2


def mentions_in(text: str) -> set[Mention]:
    """Whom a text calls by `@firm`, `@team`, `@owner` and `@cs`, or by their Japanese names."""
    return {ALIASES[found.lower()] for found in CALLED.findall(unicodedata.normalize("NFKC", text))}


def may_call(by_vendor: bool) -> frozenset[Mention]:
    """Whom a side may call: the vendor calls the firm and never its people."""
    return VENDORS | {Mention.FIRM} if by_vendor else VENDORS | FIRMS


def reached(mentions: Collection[Mention], level: Level, *, by_vendor: bool) -> set[Mention]:
    """Those who were called and read what is written at a level."""
    readers = VENDORS if level is Level.VENDOR else FIRMS if level is Level.FIRM else VENDORS | FIRMS
    return set(mentions) & readers & may_call(by_vendor)


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """The firm's people whose names stand in a text: the whole name, or a part of it with さん and its like."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [name for name in names if _names(plain, unicodedata.normalize("NFKC", name).casefold())]


def _names(text: str, name: str) -> bool:
    parts = [part for part in name.split() if len(part) >= SHORTEST_NAME or not part.isascii()]
    if not parts:
        return False
    whole = r"\s*".join(map(re.escape, name.split()))
    if re.search(_bounded(whole), text):
        return True
    polite = "|".join(_part(part) for part in parts)
    if re.search(rf"(?:{polite})\s*{POLITE}", text):
        return True
    latin = [part for part in parts if part.isascii() and len(part) > SHORTEST_NAME]
    return any(re.search(rf"\b(?:mr|ms|mrs|dr)\.?\s+{re.escape(part)}\b", text) for part in latin)


def _part(part: str) -> str:
    """A part of a name; a single letter only where no other stands before it, as 明 does in 説明."""
    return re.escape(part) if len(part) > 1 else rf"(?<!\w){re.escape(part)}"


def _bounded(pattern: str) -> str:
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"


def is_shared(level: Level) -> bool:
    """Whether the other side reads it too."""
    return level in SHARED


def may_take_back(level: Level, *, shown_at: datetime, now: datetime, minutes: int) -> bool:
    """Whether it may still be taken back: what was shared only for some minutes, what was not at any time."""
    return not is_shared(level) or now - shown_at <= timedelta(minutes=minutes)
