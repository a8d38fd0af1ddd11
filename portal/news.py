"""What is new for a guest, and how a room says it: in one line of the guest's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from flask_babel import LazyString

from portal.people import Guest

Text: TypeAlias = str | LazyString
LONGEST_WORDS = 80


@dataclass(frozen=True)
class Window:
    """The time in which news is new: after what a guest knows already, up to an instant that has settled."""

    after: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        return self.after < at <= self.until


@dataclass(frozen=True)
class NewsSource:
    """Where news for guests comes from, and under which title it stands.

    `collect` runs in the scope of the guest's case and speaks their language. It gives a line for each thing that
    came in the window, the newest first, a few more than are told at most.
    """

    title: Text
    collect: Callable[[Guest, Window], list[str]]
    order: int


def in_short(text: str, *, most: int = LONGEST_WORDS) -> str:
    """Words that somebody wrote, on one line and not too long."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
