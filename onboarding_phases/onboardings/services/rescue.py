"""What counts as a rescue by the vendor, beside tasks of the firm that it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.rules import CLOSED
from portal.database import db


def phases_under_way(onboarding: Onboarding) -> tuple[int, ...]:
    """The phases that have begun and are not closed; the one at which it stands where none has begun."""
    found = [
        phase.position
        for phase in onboarding.phases
        if phase.state not in CLOSED and phase.state is not PhaseState.NOT_STARTED
    ]
    return tuple(found) or (onboarding.current_position,)


def mark_rescued(onboarding: Onboarding, positions: Sequence[int], *, on: date) -> None:
    """Keep that the vendor rescued these phases, from a day on; the first day stays.

    Their versions stay as they are: nobody who has a phase open in a form is told that it changed.
    """
    statement = update(Phase).where(
        Phase.onboarding_id == onboarding.id, Phase.position.in_(positions), Phase.rescued_on.is_(None)
    )
    db.session.execute(statement.values(rescued_on=on))
