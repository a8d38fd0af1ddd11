"""What happens to due days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class DueDaysMoved(OnboardingEvent):
    """Due days were moved without asking: `ground` is the right that was used; days are before and after."""

    title = _l("Due days moved")

    position: int
    days: int
    ground: str
    by_firm: bool
    right_days: int | None
    due_days: dict[str, tuple[int, int]]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(OnboardingEvent):
    """Somebody asked to move due days beyond their right; the vendor answers by a day."""

    title = _l("Moving of due days asked for")

    position: int
    days: int
    by_firm: bool
    answer_by: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExtensionDecided(OnboardingEvent):
    """A request to move due days was approved, and moved them; or it was refused."""

    title = _l("Moving of due days decided")

    position: int
    days: int
    by_firm: bool
    approved: bool
    due_days: dict[str, tuple[int, int]]
    answer: str


@dataclass(frozen=True, kw_only=True)
class ExtensionWithdrawn(OnboardingEvent):
    """A request to move due days was taken back before it was answered: nothing moves."""

    title = _l("Request about due days withdrawn")

    position: int
    days: int
    by_firm: bool


@dataclass(frozen=True, kw_only=True)
class ExtensionUnanswered(OnboardingEvent):
    """The day by which a request was to be answered has passed in silence: it is the CS managers' now."""

    title = _l("Request about due days unanswered")

    position: int
    days: int
    answer_by: date
