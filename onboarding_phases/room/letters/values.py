"""Whom a letter is for, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.people import Guest

MOST_LINES = 8


@dataclass(frozen=True)
class Reader:
    """Somebody who may be written to, and what they know already."""

    invitation_id: int
    guest: Guest
    known_until: datetime
    known_task: str | None


@dataclass(frozen=True)
class Part:
    """One part of a letter: its title and its lines, of which the first few are told."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Digest:
    """What is new for one reader up to an instant, in their language; `next_task` is the code of what is next."""

    customer_name: str
    until: datetime
    next_task: str
    parts: Sequence[Part]

    @property
    def count(self) -> int:
        """How many things are new."""
        return sum(len(part.lines) for part in self.parts)
