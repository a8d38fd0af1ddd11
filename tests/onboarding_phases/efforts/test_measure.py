"""Working days of finished onboardings, against counting them one by one."""

from __future__ import annotations

import random
from datetime import date, timedelta
from statistics import median_high

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding_phases.customers.models import EffortEvidence
from onboarding_phases.efforts.rules import Finished, days_worked_on, working_days
from onboarding_phases.efforts.services import MEASURE, measure_efforts, plan_measuring
from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Hold, Onboarding
from partners.models import Partner
from portal import clock
from portal.business_calendar import BusinessCalendar
from portal.jobs.models import Job
from portal.people import PORTAL
from tests.factories.onboardings import make_onboarding, make_served_customer
from tests.factories.partners import make_partner
from tests.world import unit

DAY = timedelta(days=1)


def one_by_one(one: Finished) -> int:
    calendar, count, day = BusinessCalendar(), 0, one.start_on + DAY
    while day <= one.end_on:
        held = any(begun <= day < ended for begun, ended in one.holds)
        count += calendar.is_business_day(day) and not held
        day += DAY
    return count


@pytest.mark.parametrize("seed", range(60))
def test_working_days_are_those_that_a_calendar_counts(seed: int) -> None:
    draw = random.Random(seed)
    start = date(2024, 2, 1) + DAY * draw.randint(0, 60)
    one = Finished("accounting", 10, start, start + DAY * draw.randint(0, 120))
    begun = start - DAY * 5
    for _ in range(draw.randint(0, 3)):
        begun += DAY * draw.randint(1, 40)
        ended = begun + DAY * draw.randint(0, 30)
        one.holds.append((begun, ended))
        begun = ended
    calendar = days_worked_on(date(2024, 1, 1), date(2025, 12, 31))
    assert working_days(one, calendar) == one_by_one(one)


@pytest.fixture
def firm(app: Flask) -> Partner:
    return make_partner()


def finish(firm: Partner, days: int, *, employees: int | None = 20, **values: object) -> Onboarding:
    customer = make_served_customer(employees=employees)
    end = clock.today() - DAY
    told = {"state": OnboardingState.COMPLETED, "completed_on": end, **values}
    return make_onboarding(firm, customer=customer, start_on=end - DAY * days, **told)


def kept() -> dict[tuple[str, int], tuple[int, int]]:
    with unit() as session:
        return {(row.product, row.size): (row.cases, row.days) for row in session.scalars(select(EffortEvidence))}


def test_the_night_keeps_cases_and_median_by_product_and_size(app: Flask, firm: Partner) -> None:
    spans = (30, 45, 70, 90)
    for span in spans:
        finish(firm, span)
    finish(firm, 60, employees=80)
    finish(firm, 60, employees=None)
    finish(firm, 60, excluded_reason=ExcludedReason.TEST)
    finish(firm, 60, is_recorded=True)
    finish(firm, 60, completed_on=clock.today() - DAY * 800)
    make_onboarding(firm)
    with app.app_context():
        measure_efforts()
        measure_efforts()
    end, calendar = clock.today() - DAY, BusinessCalendar()
    small = [calendar.count(end - DAY * span, end) for span in spans]
    assert kept() == {
        ("accounting", 0): (4, median_high(small)),
        ("accounting", 1): (1, calendar.count(end - DAY * 60, end)),
    }


def test_days_on_which_customer_or_vendor_stopped_the_clock_are_not_work(app: Flask, firm: Partner) -> None:
    onboarding = finish(firm, 60)
    begun = onboarding.start_on + DAY * 10
    for cause, days in ((HoldCause.CUSTOMER, 14), (HoldCause.PARTNER, 7)):
        with unit() as session:
            ended = begun + DAY * days
            hold = {"reason": "away", "started_on": begun, "expected_end_on": ended, "ended_on": ended}
            ids = {"partner_id": firm.id, "onboarding_id": onboarding.id}
            session.add(Hold(cause=cause, actor_id=None, created_at=clock.now(), **ids, **hold))
        begun = ended
    with app.app_context():
        measure_efforts()
    assert onboarding.completed_on is not None
    first = onboarding.start_on + DAY * 10
    held = [(first, first + DAY * 14)]
    wanted = one_by_one(Finished("accounting", 20, onboarding.start_on, onboarding.completed_on, held))
    assert kept() == {("accounting", 0): (1, wanted)}


def test_one_night_is_planned_and_never_two(app: Flask) -> None:
    with unit():
        plan_measuring(PORTAL)
        plan_measuring(PORTAL)
    with unit() as session:
        assert len(session.scalars(select(Job).where(Job.kind == MEASURE)).all()) == 1
