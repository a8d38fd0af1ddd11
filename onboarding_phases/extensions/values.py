"""What moving a due day changes, and what a reader may move without asking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256

from onboarding_phases.extensions.enums import Ground


@dataclass(frozen=True)
class Shift:
    """One phase in a preview: its due day now and then, counted from the start and by the clock of today."""

    position: int
    stays: bool
    before_day: int
    after_day: int
    before_on: date
    after_on: date


@dataclass(frozen=True)
class Right:
    """What somebody moves without asking: `days` of one onboarding in all, of which `used` are gone.

    `days` is None where there is no bound.
    """

    ground: Ground
    days: int | None
    used: int = 0

    @property
    def left(self) -> int | None:
        return None if self.days is None else max(0, self.days - self.used)

    def covers(self, days: int) -> bool:
        return self.left is None or days <= self.left


def digest(shifts: Sequence[Shift]) -> str:
    """What was seen of a preview, in a word: another one where anything of it has changed."""
    seen = json.dumps([asdict(shift) for shift in shifts], default=str)
    return sha256(seen.encode()).hexdigest()[:32]
