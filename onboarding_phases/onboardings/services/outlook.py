"""The stored days by which lists filter and order onboardings."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from onboarding_phases.onboardings.defaults import NUMBERS
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.standing import Bounds, watch
from portal import clock
from portal.database import db
from portal.defaults.events import SettingChanged
from portal.jobs.services import enqueue

REFRESH = "onboardings.refresh_outlooks"
AT_ONCE = 500


def refresh_outlook(onboarding: Onboarding, *, bounds: Bounds | None = None) -> None:
    """Compute anew from when on an onboarding is late and at risk; one that has ended never is.

    The row's version stays: nobody's form is out of date because the clock was read.
    """
    seen = watch(onboarding.run, bounds or bounds_in_force())
    runs = onboarding.state is OnboardingState.RUNNING
    days = {
        "current_position": seen.current_position,
        "late_from": seen.late_from if runs else None,
        "medium_from": seen.medium_from if runs else None,
        "high_from": seen.high_from if runs else None,
    }
    if all(getattr(onboarding, name) == value for name, value in days.items()):
        return
    amend(onboarding, **days)


def mark_blocked(onboarding: Onboarding, *, since: date | None) -> None:
    """Keep since when something has stopped a step of an onboarding, and what that means for its risk."""
    if onboarding.blocked_since != since:
        amend(onboarding, blocked_since=since)
        refresh_outlook(onboarding)


def amend(onboarding: Onboarding, **values: Any) -> None:
    """Write columns of an onboarding without counting its version up."""
    statement = update(Onboarding).where(Onboarding.id == onboarding.id).values(**values)
    db.session.execute(statement, execution_options={"synchronize_session": False})
    for name, value in values.items():
        set_committed_value(onboarding, name, value)


def plan_refresh(event: SettingChanged) -> None:
    """When the numbers of the clock change, compute all stored days anew on the day they come into force."""
    if event.key != NUMBERS:
        return
    begins = datetime.combine(event.effective_on, time.min, clock.zone())
    enqueue(REFRESH, run_at=begins if begins > clock.now() else None)


def refresh_outlooks() -> None:
    """Compute the stored days of every running onboarding anew, by the numbers in force today."""
    bounds, last = bounds_in_force(), 0
    running = select(Onboarding).where(Onboarding.state == OnboardingState.RUNNING).order_by(Onboarding.id)
    loaded = running.options(selectinload(Onboarding.phases), selectinload(Onboarding.holds)).limit(AT_ONCE)
    while found := list(db.session.scalars(loaded.where(Onboarding.id > last))):
        for onboarding in found:
            refresh_outlook(onboarding, bounds=bounds)
        last = found[-1].id
