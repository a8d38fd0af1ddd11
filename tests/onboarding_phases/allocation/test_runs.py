"""A run freezes its input, is solved by a job, and binds nobody until it is approved."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.models import AllocationRun, Offer
from onboarding_phases.allocation.services.offers import decline_offer
from onboarding_phases.allocation.services.runs import approve_run, discard_run, request_run
from onboarding_phases.allocation.values import thaw
from portal import clock
from portal.defaults.models import DefaultVersion
from portal.errors import RuleViolation
from portal.people import PORTAL
from tests.factories.allocations import MONTH, make_offer, make_solved_run
from tests.factories.customers import make_customer
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
