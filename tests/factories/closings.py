"""Onboardings near their end."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Task
from tests.world import unit

CLOSED_ON = date(2026, 11, 20)


def close_phases(onboarding: Onboarding, *, activated_on: date | None = CLOSED_ON, **values: Any) -> None:
    """Close all phases and tasks of an onboarding, as if its work were done."""
    with unit() as session:
        mine = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        for phase in session.scalars(select(Phase).where(Phase.onboarding_id == onboarding.id)):
            phase.state, phase.submitted_on, phase.completed_on = PhaseState.COMPLETED, CLOSED_ON, CLOSED_ON
        for task in session.scalars(select(Task).where(Task.onboarding_id == onboarding.id)):
            task.state = TaskState.DONE
        mine.activated_on = activated_on
        for name, value in values.items():
            setattr(mine, name, value)
        session.flush()
        refresh_outlook(mine)
