from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.defaults.queries import numbers
from portal.defaults.services import change_default
from portal.jobs.models import Job
from portal.jobs.services import carry_out
from portal.people import PORTAL
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")


def change(effective_on: date) -> Job:
    with unit() as session:
        values = {**numbers("onboardings"), "late_days_high": 20}
        change_default("onboardings", values, effective_on=effective_on, reason="calmer", seen=0, actor=PORTAL)
        return session.scalars(select(Job).where(Job.kind == "onboardings.refresh_outlooks")).one()


def test_new_numbers_move_the_stored_days_of_running_onboardings() -> None:
    onboarding = make_onboarding(make_partner())
    assert onboarding.high_from == date(2026, 11, 16)

    job = change(date(2026, 11, 24))
    with the_app().app_context():
        carry_out(job.id)

    assert reload(onboarding.id).high_from == date(2026, 11, 29)


def test_numbers_of_a_day_to_come_wait_for_that_day() -> None:
    job = change(date(2026, 12, 1))

    assert job.run_at.isoformat() == "2026-11-30T15:00:00+00:00"
