"""What happens to risks and plays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent
from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class RiskSet(OnboardingEvent):
    """Somebody set the level of a risk for a time; `found` is what it was without that."""

    title = _l("Level of a risk set")

    level: str
    found: str
    owner_id: int
    until_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class RiskFreed(OnboardingEvent):
    """A level that was set is over: its last day has passed, or somebody ended it."""

    title = _l("Level of a risk left to the data again")

    level: str
    until_on: date


@dataclass(frozen=True, kw_only=True)
class PlayEvent(OnboardingEvent):
    """Something that happened to one play."""

    play: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class PlayOpened(PlayEvent):
    """A risk appeared, and what helps against it was proposed, once."""

    title = _l("Play proposed")

    side: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PlayDone(PlayEvent):
    """Somebody did what was proposed."""

    title = _l("Play done")

    side: str
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class PlayGone(PlayEvent):
    """The cause of a play is over, and with it the play."""

    title = _l("Play closed by itself")


@dataclass(frozen=True, kw_only=True)
class PlayTemplateChanged(Event):
    """What is proposed against a cause from now on; plays that are open stay as they are."""

    title = _l("Play changed")

    cause: str
    side: str
    due_days: int
    metric: str | None
    is_active: bool
