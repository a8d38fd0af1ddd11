"""Onboardings that may be late: those that end tell of those that run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.risks.models import Play
from onboarding_phases.risks.queries import plays_of
from onboarding_phases.risks.services import load_plays, watch_over
from onboarding_phases.usage.models import UsageRecord
from partners.models import Partner
from portal import clock
from portal.jobs.services import carry_out_all
from portal.people import PORTAL
from tests.factories.onboardings import make_onboarding, reload
from tests.world import the_app, unit

BEFORE = date(2026, 3, 2)


@pytest.fixture
def plays(app) -> None:
    with unit():
        load_plays(PORTAL)


def make_finished(partner: Partner, taken: int, *, start_on: date = BEFORE) -> Onboarding:
    """An onboarding that was completed after so many days, a sixth of them for each phase."""
    made = make_onboarding(partner, start_on=start_on)
    with unit() as session:
        one = session.scalars(select(Onboarding).where(Onboarding.id == made.id)).one()
        for phase in one.phases:
            phase.state = PhaseState.COMPLETED
            phase.completed_on = start_on + timedelta(days=taken * phase.position // 6)
        one.state, one.completed_on, one.current_position = OnboardingState.COMPLETED, start_on + timedelta(taken), 6
    return made


def log_in(onboarding: Onboarding, *counts: float, until: int = 0) -> None:
    """Log-ins day by day, the last of them so many days ago."""
    with unit() as session:
        for back, count in enumerate(reversed(counts), until):
            session.add(
                UsageRecord(
                    customer_id=onboarding.customer_id,
                    metric="logins",
                    on=clock.today() - timedelta(days=back),
                    value=count,
                    reported_at=clock.now(),
                )
            )


def watched(onboarding: Onboarding) -> Onboarding:
    """The onboarding after the night."""
    with the_app().app_context():
        watch_over()
    return reload(onboarding.id)


def plays_now(onboarding: Onboarding) -> dict[str, Play]:
    """Its plays by their causes."""
    with unit(write=False) as session:
        found = plays_of([onboarding.id])[onboarding.id]
        session.expunge_all()
    return {play.cause.value: play for play in found}


def work_off() -> None:
    """Let the worker do what is due."""
    with the_app().app_context():
        carry_out_all()
