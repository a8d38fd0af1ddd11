"""What a move changes, onboarding by onboarding."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256

from onboarding_phases.onboardings.enums import StayReason

Text = Mapping[str, str]


@dataclass(frozen=True)
class PhaseMove:
    """What a move does to one phase; `stays` where it is submitted, completed or skipped.

    Days are counted from the start, due days as the clock stands today, holds included.
    """

    position: int
    name: Text
    stays: bool
    before_day: int
    after_day: int
    before_on: date
    after_on: date

    @property
    def days(self) -> int:
        """By how many days it comes later; below 0 it comes sooner."""
        return self.after_day - self.before_day

    def becomes_late(self, today: date) -> bool:
        """Whether the move makes it late that is not late now."""
        return not self.stays and self.before_on >= today > self.after_on


@dataclass(frozen=True)
class TaskMove:
    """A task that appears, goes or is worded otherwise."""

    position: int
    text: Text


@dataclass(frozen=True)
class Move:
    """All that a move changes in one onboarding; `stays` says why it is not moved at all."""

    code: str
    customer: str
    partner: str
    effort: int
    before_version: int
    after_version: int
    before_x: int
    after_x: int
    phases: tuple[PhaseMove, ...]
    appears: tuple[TaskMove, ...]
    goes: tuple[TaskMove, ...]
    changes: tuple[TaskMove, ...]
    active_on: date | None
    stays: StayReason | None

    @property
    def changes_nothing(self) -> bool:
        """Whether only the number of the version is other."""
        days = any(phase.days for phase in self.phases)
        tasks = self.appears or self.goes or self.changes
        return not days and not tasks and self.before_x == self.after_x and self.active_on is None


def digest(moves: Sequence[Move]) -> str:
    """What was seen of these moves, in a word: another one where anything of it has changed."""
    seen = json.dumps([asdict(move) for move in moves], default=str, sort_keys=True, ensure_ascii=True)
    return sha256(seen.encode()).hexdigest()[:32]
