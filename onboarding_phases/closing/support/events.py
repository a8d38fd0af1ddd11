"""What happens to handoffs to support. The trail holds which fields, and no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class SupportHandoffSaved(OnboardingEvent):
    """Answers were written."""

    title = _l("Handoff to support written")

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SupportHandoffSubmitted(OnboardingEvent):
    """A side says that it is complete; support answers by `due_on`."""

    title = _l("Handoff to support submitted")

    by_vendor: bool
    due_on: date


@dataclass(frozen=True, kw_only=True)
class SupportHandoffReturned(OnboardingEvent):
    """Support said in which fields something is missing."""

    title = _l("Handoff to support returned")

    by_vendor: bool
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SupportHandoffAccepted(OnboardingEvent):
    """Support has taken the customer over; `in_time` where it answered within its clock."""

    title = _l("Handoff to support accepted")

    by_vendor: bool
    in_time: bool
