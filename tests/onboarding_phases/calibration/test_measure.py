"""From a run to its prediction, to what came of it, to the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from onboarding_phases.allocation.enums import OverrideKind
from onboarding_phases.allocation.models import AllocationOverride, AllocationRun
from onboarding_phases.allocation.services import approve_run
from onboarding_phases.calibration.models import Prediction, TriedEstimate
from onboarding_phases.calibration.queries import seen_predictions
from onboarding_phases.calibration.services import MEASURE, measure_calibration, plan_measuring
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import accept_offer
from onboarding_phases.onboardings.enums import ExcludedReason
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Partner
from portal import clock
from portal.jobs.models import Job
from portal.people import PORTAL, Role
from tests.browsing import Browser, statements
from tests.conftest import NOW
from tests.factories.allocations import make_solved_run
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

PAGE = "/calibration"
LATER = NOW + timedelta(days=150)


def night(app: Flask) -> None:
    with app.app_context():
        measure_calibration()


def kept() -> list[Prediction]:
    with unit() as session:
        return list(session.scalars(select(Prediction).order_by(Prediction.id)))


def begin_from_run() -> Onboarding:
    """A customer that a run gave to a firm, which accepted."""
    run = make_solved_run()
    with unit() as session:
        found = session.scalars(select(AllocationRun).where(AllocationRun.code == run.code)).one()
        approve_run(found, actor=PORTAL)
    with unit() as session:
        offer = session.scalars(select(Offer).where(Offer.run_code == run.code)).one()
        return accept_offer(offer, actor=PORTAL)


@pytest.fixture
def firm(app: Flask) -> Partner:
    firm = make_partner(stated_outcome=0.7)
    make_capacity(firm)
    make_customer()
    return firm


def make_past(partner: Partner, *, active: bool, on: date = date(2026, 3, 2), **values: object) -> Onboarding:
    activated = on + timedelta(days=40) if active else None
    return make_onboarding(partner, start_on=on, activated_on=activated, **values)


def predict(onboarding: Onboarding, rate: float | None, **values: object) -> None:
    """A prediction as a run would have made it."""
    told = {"run_code": "RUNN-0001", "predicted_on": onboarding.start_on, "cases": 5, "success": None, **values}
    with unit() as session:
        session.add(Prediction(onboarding_id=onboarding.id, rate=rate, **told))


def test_what_the_run_knew_is_kept_and_settled_when_the_clock_has_reached_x(app: Flask, firm: Partner) -> None:
    onboarding = begin_from_run()
    night(app)
    night(app)
    (prediction,) = kept()
    assert (prediction.onboarding_id, prediction.rate, prediction.cases) == (onboarding.id, 0.7, 0)
    assert prediction.predicted_on == date(2026, 11, 24)
    assert prediction.success is None
    # What is stated later changes nothing of what was predicted.
    with unit() as session:
        session.execute(update(Partner).values(stated_outcome=0.1))
        activated = onboarding.start_on + timedelta(days=60)
        session.execute(update(Onboarding).where(Onboarding.id == onboarding.id).values(activated_on=activated))
    with clock.at(LATER):
        night(app)
    (prediction,) = kept()
    assert (prediction.rate, prediction.success) == (0.7, True)


def test_a_correction_is_followed_and_what_is_excluded_is_not_judged(app: Flask, firm: Partner) -> None:
    onboarding = make_past(firm, active=True)
    predict(onboarding, 0.6)
    night(app)
    assert kept()[0].success is True
    change = update(Onboarding).where(Onboarding.id == onboarding.id)
    with unit() as session:
        session.execute(change.values(activated_on=onboarding.start_on + timedelta(days=200)))
    night(app)
    assert kept()[0].success is False
    with unit() as session:
        session.execute(change.values(excluded_reason=ExcludedReason.TEST))
    night(app)
    assert kept()[0].success is None
    with unit():
        assert seen_predictions() == []


@pytest.fixture
def manager(firm: Partner, browse: Callable[..., Browser]) -> Browser:
    return browse(make_user(Role.CS_MANAGER))


def test_too_few_cases_are_said_and_no_group_is_shown(app: Flask, firm: Partner, manager: Browser) -> None:
    predict(make_past(firm, active=True), 0.6)
    predict(make_past(firm, active=True), None)
    night(app)
    page = manager.get(PAGE).text
    assert "Not enough cases to judge the predictions" in page
    assert "99 more cases are needed" in page
    assert manager.get(f"{PAGE}/cases?group=1").status_code == 303


@pytest.mark.parametrize("right", [True, False])
def test_five_groups_say_whether_predictions_held_and_open_to_their_cases(
    app: Flask, firm: Partner, manager: Browser, right: bool
) -> None:
    onboarding = make_past(firm, active=True)
    other = make_past(firm, active=False)
    with unit() as session:
        columns = {column.name for column in Onboarding.__table__.columns}
        facts = {name: getattr(onboarding, name) for name in columns - {"id", "code", "version"}}
        rows = [Onboarding(**{**facts, "customer_name": f"Case {n}"}) for n in range(100)]
        session.add_all(rows)
        session.flush()
        for n, row in enumerate(rows):
            rate = 0.05 + 0.2 * (n // 20)
            row.activated_on = onboarding.activated_on if (n % 20 < 20 * rate) == right else None
            told = {"run_code": "RUNN-0001", "predicted_on": row.start_on, "cases": 12, "success": None}
            session.add(Prediction(onboarding_id=row.id, rate=rate, **told))
    assert other.activated_on is None
    night(app)
    page = manager.get(PAGE).text
    held = 5 if right else 1
    assert f"In {held} of 5 groups the prediction lies in the interval of what came" in page
    first = manager.get(f"{PAGE}/cases?group=1").text
    assert "Predicted 5.0% to 5.0%: 5.0% came true" in first or not right
    assert [f"Case {n}<" in first for n in (0, 19, 20, 99)] == [True, True, False, False]
    assert manager.get(f"{PAGE}/cases?group=6").status_code == 404
    with statements(app) as seen:
        manager.get(PAGE)
    assert len(seen) <= 12


def test_both_ways_to_estimate_are_tried_on_what_is_over(app: Flask, firm: Partner, manager: Browser) -> None:
    other = make_partner()
    for n in range(8):
        make_past(firm, active=n % 2 == 0, on=date(2025, 6, 2) + timedelta(days=30 * n))
        make_past(other, active=n % 3 == 0, on=date(2025, 6, 9) + timedelta(days=30 * n))
    night(app)
    with unit() as session:
        rows = {row.way: row for row in session.scalars(select(TriedEstimate))}
    assert rows["firm"].n == rows["pair"].n > 5
    assert rows["firm"].groups == []
    page = manager.get(PAGE).text
    assert "Brier score" in page
    assert "Not enough cases for five groups of 20." in page


def test_a_firm_reads_no_prediction_and_an_auditor_does(firm: Partner, browse: Callable[..., Browser]) -> None:
    assert browse(make_partner_manager(firm)).get(PAGE).status_code == 403
    assert browse(make_user(Role.AUDITOR)).get(PAGE).status_code == 200


def test_one_night_is_planned_and_never_two(app: Flask) -> None:
    with unit():
        plan_measuring(PORTAL)
        plan_measuring(PORTAL)
    with unit() as session:
        assert len(session.scalars(select(Job).where(Job.kind == MEASURE)).all()) == 1


def decide_against(onboarding: Onboarding, chosen: Partner, plan: Partner, *, foreseen: tuple[float, float]) -> None:
    """A manager moved a customer to another firm than the plan's; results are those of the plan's and the chosen."""
    first, second = make_solved_run(), make_solved_run()
    with unit() as session:
        session.add(
            AllocationOverride(
                run_id=first.id,
                made_run_id=second.id,
                kind=OverrideKind.MOVE,
                customer_id=onboarding.customer_id,
                firm_id=chosen.id,
                proposed_id=plan.id,
                chosen_id=chosen.id,
                proposed_outcome=foreseen[0],
                chosen_outcome=foreseen[1],
                weight_lost=0,
                points_lost=3.5,
                reason="They know each other.",
                made_at=clock.now(),
            )
        )


def test_decisions_against_a_plan_stand_beside_what_came(app: Flask, firm: Partner, manager: Browser) -> None:
    other = make_partner(name="Firm of the plan KK")
    judged = make_past(firm, active=True)
    predict(judged, 0.4)
    waits = make_onboarding(firm)
    predict(waits, 0.4)
    elsewhere = make_past(other, active=False)
    for onboarding in (judged, waits, elsewhere):
        decide_against(onboarding, firm, other, foreseen=(0.8, 0.4))
    night(app)
    page = manager.get(PAGE).text
    assert "Not enough cases to compare yet: 1 of 20 can be judged." in page
    assert "They know each other." in page
    assert page.count("predicted 80.0%") == 3
    assert page.count("active within X</span>") == 1
    assert "not known yet" in page
    assert "not begun with this firm" in page
    with statements(app) as seen:
        manager.get(PAGE)
    assert len(seen) <= 12
