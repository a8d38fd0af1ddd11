"""What happens at the end of an onboarding, beside its completion itself."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class LessonsWritten(OnboardingEvent):
    """A side wrote what it learned in an onboarding."""

    title = _l("Lessons of an onboarding written")

    by_vendor: bool


@dataclass(frozen=True, kw_only=True)
class CompletionReviewed(OnboardingEvent):
    """The vendor looked at an onboarding and ended it; `left_open` counts what was open all the same, by kind."""

    title = _l("Completion reviewed")

    left_open: dict[str, int]
    override_reason: str | None
