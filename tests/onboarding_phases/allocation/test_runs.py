"""A run freezes its input, is solved by a job, and binds nobody until it is approved."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.services import approve_run, discard_run, request_run
from onboarding_phases.allocation.values import thaw
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import decline_offer
from portal import clock
from portal.defaults.models import DefaultVersion
from portal.errors import RuleViolation
from portal.people import PORTAL
from tests.factories.allocations import MONTH, make_offer, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_capacity, make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def the_run(session, run) -> AllocationRun:
    return session.scalars(select(AllocationRun).where(AllocationRun.code == run.code)).one()


def solved():
    partner = make_partner()
    make_capacity(partner, stated=3)
    customer = make_customer(effort=2)
    return partner, customer, make_solved_run()


def test_a_solved_run_proposes_and_reserves_nothing():
    partner, customer, run = solved()

    with unit(write=False) as session:
        found = the_run(session, run)
        assert found.state == RunState.DRAFT
        assert found.result["customers"][customer.code]["partner"] == partner.code
        assert found.result["objective"]["optimal"]
        assert session.scalars(select(Offer)).all() == []


def test_the_frozen_input_thaws_to_what_it_was():
    partner, customer, run = solved()

    with unit(write=False) as session:
        partners, customers = thaw(the_run(session, run).frozen)
    assert [firm.code for firm in partners] == [partner.code]
    assert customers[0].starts_on == customer.onboarding_start
    assert partners[0].languages == frozenset({"ja", "en"})


def test_approving_sends_an_offer_to_each_proposed_firm():
    partner, customer, run = solved()

    with unit() as session:
        approve_run(the_run(session, run), actor=PORTAL)

    with unit(write=False) as session:
        offer = session.scalars(select(Offer)).one()
        assert (offer.partner_id, offer.customer_id, offer.run_code) == (partner.id, customer.id, run.code)


def test_a_run_is_approved_once():
    _, _, run = solved()
    with unit() as session:
        approve_run(the_run(session, run), actor=PORTAL)

    with pytest.raises(RuleViolation), unit() as session:
        approve_run(the_run(session, run), actor=PORTAL)


def test_a_plan_that_no_longer_holds_sends_nothing():
    partner, _, run = solved()
    other = make_customer(effort=2)
    make_offer(partner, other)

    with pytest.raises(RuleViolation), unit() as session:
        approve_run(the_run(session, run), actor=PORTAL)

    with unit(write=False) as session:
        assert [offer.customer_id for offer in session.scalars(select(Offer))] == [other.id]
        assert the_run(session, run).state == RunState.DRAFT


def test_a_discarded_run_cannot_be_approved():
    _, _, run = solved()
    with unit() as session:
        discard_run(the_run(session, run), actor=PORTAL)

    with pytest.raises(RuleViolation), unit() as session:
        approve_run(the_run(session, run), actor=PORTAL)


def test_a_month_in_which_nobody_waits_has_no_run():
    with pytest.raises(RuleViolation), unit():
        request_run(month=MONTH, actor=PORTAL)


def test_a_firm_that_declined_is_not_proposed_again():
    partner, customer, _ = solved()
    offer = make_offer(partner, customer)
    with unit() as session:
        found = session.scalars(select(Offer).where(Offer.code == offer.code)).one()
        decline_offer(found, reason="人手が足りないため", actor=PORTAL)

    run = make_solved_run()

    with unit(write=False) as session:
        entry = the_run(session, run).result["customers"][customer.code]
    assert entry["partner"] is None
    assert entry["unplaced"]["rule"] == "excluded"


def test_a_firm_without_enough_valid_certificates_is_stopped_where_the_policy_asks_for_them():
    with unit() as session:
        session.add(
            DefaultVersion(
                key="allocation",
                version=1,
                values={"min_certificates": 1},
                effective_on=clock.today(),
                reason="asked for",
                created_at=clock.now(),
            )
        )
    _, customer, run = solved()

    with unit(write=False) as session:
        assert the_run(session, run).result["customers"][customer.code]["unplaced"]["rule"] == "status"


LONG_AGO = date(2026, 6, 1)


def has_cases(partner, successes: int, n: int) -> None:
    """Onboardings that are old enough, some of them active in time."""
    for number in range(n):
        in_time = LONG_AGO + timedelta(days=60) if number < successes else None
        make_onboarding(partner, start_on=LONG_AGO, activated_on=in_time)


def frozen_firm(run, code: str):
    with unit(write=False) as session:
        partners, _ = thaw(the_run(session, run).frozen)
    return next(firm for firm in partners if firm.code == code)


def test_the_outcome_of_a_firm_is_its_adjusted_result_as_known_on_the_day():
    partner, other = make_partner(stated_outcome=0.9), make_partner()
    has_cases(partner, 1, 2)
    has_cases(other, 3, 4)
    make_onboarding(partner, start_on=clock.today(), activated_on=clock.today())
    make_customer()

    firm = frozen_firm(make_solved_run(), partner.code)

    assert (firm.outcome, firm.outcome_cases) == (float((1 + 10 * Fraction(3, 4)) / 12), 2)


def test_where_nothing_is_measured_the_stated_outcome_counts_and_without_one_none():
    stated, unknown, measured = make_partner(stated_outcome=0.9), make_partner(stated_outcome=None), make_partner()
    has_cases(measured, 1, 1)
    make_customer()

    run = make_solved_run()

    assert (frozen_firm(run, stated.code).outcome, frozen_firm(run, stated.code).outcome_cases) == (0.9, 0)
    assert frozen_firm(run, unknown.code).outcome is None


def test_what_is_measured_after_the_run_does_not_stop_its_approval():
    with unit() as session:
        session.add(
            DefaultVersion(
                key="allocation",
                version=1,
                values={"min_score": 70},
                effective_on=clock.today(),
                reason="asked for",
                created_at=clock.now(),
            )
        )
    partner = make_partner(stated_outcome=1.0, strengths={}, industries={})
    make_capacity(partner, stated=3)
    make_customer(needs={}, prefecture="東京都")
    run = make_solved_run()
    has_cases(partner, 0, 1)
    has_cases(make_partner(), 0, 10)

    with unit() as session:
        assert len(approve_run(the_run(session, run), actor=PORTAL)) == 1


def test_a_plan_that_a_broken_matcher_made_sends_nothing():
    _, _, run = solved()
    unfit = make_partner(products=["payroll"])
    make_capacity(unfit, stated=3)
    with unit() as session:
        found = the_run(session, run)
        customers = {code: {**entry, "partner": unfit.code} for code, entry in found.result["customers"].items()}
        found.result = {**found.result, "customers": customers}

    with pytest.raises(RuleViolation, match="製品を扱っていない"), unit() as session:
        approve_run(the_run(session, run), actor=PORTAL)

    with unit(write=False) as session:
        assert session.scalars(select(Offer)).all() == []


def test_a_share_kept_for_firms_with_few_cases_goes_to_them_and_is_stated():
    with unit() as session:
        session.add(
            DefaultVersion(
                key="allocation",
                version=1,
                values={"reserve": 0.5, "few_cases": 2},
                effective_on=clock.today(),
                reason="asked for",
                created_at=clock.now(),
            )
        )
    known, new = make_partner(stated_outcome=1.0), make_partner(stated_outcome=0.0)
    has_cases(known, 2, 2)
    for firm in (known, new):
        make_capacity(firm, stated=4)
    for _ in range(4):
        make_customer()

    run = make_solved_run()

    with unit(write=False) as session:
        kept = the_run(session, run)
        loads = {code: state["load"] for code, state in kept.result["partners"].items()}
        assert loads == {known.code: 2, new.code: 2}
        assert kept.progress["reserve"] == {"wanted": 2, "reached": 2}
