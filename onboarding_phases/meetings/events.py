"""What happens to meetings. The trail is the vendor's to read: it holds days and levels, and no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(OnboardingEvent):
    """Something that happened to one meeting."""

    meeting_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class MeetingEntered(MeetingEvent):
    """A meeting was entered, for the own side alone."""

    title = _l("Meeting entered")

    held_on: date


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(MeetingEvent):
    """Its day, people, agenda or minutes were changed; `fields` names which."""

    title = _l("Meeting changed")

    held_on: date
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingShared(MeetingEvent):
    """A meeting is read by more people than before."""

    title = _l("Meeting shared")

    before: str


@dataclass(frozen=True, kw_only=True)
class ActionAgreed(MeetingEvent):
    """A meeting led to a task."""

    title = _l("Action agreed")

    task: str
