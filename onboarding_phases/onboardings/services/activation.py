"""What usage says of activation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from onboarding_phases.onboardings.enums import ChangeKind
from onboarding_phases.onboardings.events import OnboardingActivated
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import note, tell
from onboarding_phases.onboardings.services.outlook import amend, refresh_outlook
from onboarding_phases.onboardings.standing import Bounds
from portal import clock
from portal.people import Principal


def record_activation(
    onboarding: Onboarding,
    activated_on: date | None,
    *,
    progress: Mapping[str, Any] | None,
    actor: Principal,
    bounds: Bounds | None = None,
    why: Callable[[], Mapping[str, Any]],
) -> None:
    """Keep the day on which usage first met the activation rule, None where it has not, and how far it is.

    A correction may move the day or take it back; its history shows that, and keeps `why`. The row's version stays.
    """
    before = onboarding.activated_on
    if before == activated_on and onboarding.activation_progress == progress:
        return
    amend(onboarding, activated_on=activated_on, activation_progress=progress)
    if before == activated_on:
        return
    refresh_outlook(onboarding, bounds=bounds)
    kind = ChangeKind.ACTIVATED if activated_on else ChangeKind.ACTIVATION_WITHDRAWN
    kept = _told(before, why())
    note(onboarding, kind, activated_on or clock.today(), actor, **kept)
    cause = kept.get("cause", "usage")
    tell(OnboardingActivated, onboarding, actor, activated_on=activated_on, before=before, cause=cause)


def _told(before: date | None, why: Mapping[str, Any]) -> dict[str, Any]:
    """What the story keeps beside the day; of a first activation only what a correction had to do with it."""
    if before is not None:
        return {"before": before.isoformat(), **why}
    corrected = [item for item in why.get("corrected", ()) if item["before"] is not None]
    return {**why, "corrected": corrected} if corrected else {}
