"""What stands in a room, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Hold
from onboarding_phases.room.enums import Turn
from onboarding_phases.tasks.models import Task


@dataclass(frozen=True)
class Step:
    """One of the six steps: `day` is when it was done, or is planned to be."""

    name: str
    outcome: str
    mark: str
    day: date | None
    is_current: bool


@dataclass(frozen=True)
class Contact:
    """Somebody whom the customer may ask."""

    name: str
    email: str


@dataclass(frozen=True)
class Room:
    """Where an onboarding stands, in the eyes of its customer."""

    customer_name: str
    firm_name: str
    state: OnboardingState
    net: int
    gross: int
    x_days: int
    start_on: date
    ended_on: date | None
    position: int
    late_days: int
    steps: Sequence[Step]
    hold: Hold | None
    holds: Sequence[Hold]
    turn: Turn
    task: Task | None
    task_due_on: date | None
    done: int
    total: int
    go_live_on: date
    firm_contact: Contact | None
    owner: Contact | None

    @property
    def step(self) -> Step:
        """The step at which it stands."""
        return self.steps[self.position - 1]
