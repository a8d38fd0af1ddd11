"""A firm gives an accepted customer back before its start: slots free, customer waiting, recorded as late."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from certification.metrics.queries import evidence
from onboarding_phases.allocation.queries import customers_waiting, waiting_customers
from onboarding_phases.candidates.queries import proposal_for
from onboarding_phases.customers.models import Customer
from onboarding_phases.kpis.queries import cases
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.queries import kept_by_month
from onboarding_phases.offers.reports import capacity_panel
from onboarding_phases.offers.services import accept_offer, return_assignment, send_offer
from onboarding_phases.onboardings.enums import ExcludedReason, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Capacity
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.inbox.models import Notice
from portal.people import PORTAL, Role
from portal.tenancy import Scope
from tests.browsing import Browser
from tests.factories.allocations import make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
DECEMBER = date(2026, 12, 1)


def the_offer(session, code: str) -> Offer:
    return session.scalars(select(Offer).where(Offer.code == code)).one()


def assigned():
    partner = make_partner()
    make_capacity(partner, stated=4)
    manager = make_partner_manager(partner)
    offer = make_offer(partner, make_customer(effort=2))
    with unit(Scope(partner.id)) as session:
        accept_offer(the_offer(session, offer.code), actor=PORTAL)
    return partner, manager, offer


def give_back(partner, manager, offer, reason: str = "担当者の退職", **values) -> None:
    with unit(Scope(partner.id)) as session:
        return_assignment(the_offer(session, offer.code), reason=reason, actor=principal(manager), **values)


def slots(partner) -> tuple[int, int, int]:
    with unit(write=False) as session:
        row = session.scalars(select(Capacity).where(Capacity.partner_id == partner.id)).one()
        return row.stated, row.reserved, row.accepted


def test_the_slots_are_free_the_onboarding_is_over_and_the_customer_waits_again():
    partner, manager, offer = assigned()
    assert slots(partner) == (4, 0, 2)

    give_back(partner, manager, offer)

    assert slots(partner) == (4, 0, 0)
    with unit(write=False) as session:
        found = the_offer(session, offer.code)
        assert (found.state, found.answer_reason) == (OfferState.RETURNED_LATE, "担当者の退職")
        assert found.returned_at == clock.now()
        onboarding = session.scalars(select(Onboarding)).one()
        assert onboarding.state == OnboardingState.WITHDRAWN
        assert onboarding.excluded_reason == ExcludedReason.CANCELLED_BEFORE_START
        assert [one.id for one in waiting_customers(DECEMBER)] == [offer.customer_id]
        assert customers_waiting() == [(DECEMBER, 1)]


def test_it_counts_in_no_rate_and_as_not_honoured_in_the_certification():
    partner, manager, offer = assigned()
    give_back(partner, manager, offer)
    later = datetime(2027, 6, 1, tzinfo=clock.zone())
    with clock.at(later), unit(write=False):
        assert [case.excluded for _one, case in cases(clock.today())] == [True]
        facts = evidence(date(2026, 12, 31), window_months=6).offers
        assert [(fact.answered, fact.accepted) for fact in facts] == [(True, False)]


def test_another_firm_takes_the_customer_and_the_first_is_not_asked_again():
    partner, manager, offer = assigned()
    other = make_partner()
    make_capacity(other)
    give_back(partner, manager, offer)

    with unit() as session:
        customer = session.scalars(select(Customer)).one()
        proposal = proposal_for(customer)
        assert proposal is not None
        assert proposal.partner is not None
        assert proposal.partner.id == other.id
        assert [(firm.id, one.passed) for firm, one in proposal.passed if firm.id == partner.id] in (
            [],
            [(partner.id, "declined")],
        )
        again = send_offer(customer=customer, partner=other, actor=PORTAL)
        accept_offer(again, actor=PORTAL)
    with unit(write=False) as session:
        assert len(session.scalars(select(Onboarding)).all()) == 2
        assert waiting_customers(DECEMBER) == []


def test_what_has_begun_is_not_given_back():
    partner, manager, offer = assigned()
    with (
        clock.at(datetime.combine(offer.start_on, datetime.min.time(), clock.zone())),
        pytest.raises(RuleViolation),
    ):
        give_back(partner, manager, offer)
    assert slots(partner) == (4, 0, 2)


def test_giving_back_needs_a_reason_the_firms_manager_and_what_was_read():
    partner, manager, offer = assigned()
    with pytest.raises(RuleViolation) as refused:
        give_back(partner, manager, offer, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(RuleViolation):
        give_back(partner, make_user(Role.CS_MANAGER), offer)
    with pytest.raises(Stale):
        give_back(partner, manager, offer, version=1)
    give_back(partner, manager, offer)
    with pytest.raises(RuleViolation):
        give_back(partner, manager, offer)


def test_a_months_slots_are_told_as_stated_accepted_used_and_given_back_late():
    partner, manager, offer = assigned()
    kept = make_offer(partner, make_customer(effort=1, onboarding_start=date(2026, 12, 5)))
    with unit(Scope(partner.id)) as session:
        accept_offer(the_offer(session, kept.code), actor=PORTAL)
    give_back(partner, manager, offer)

    def told(at: date) -> tuple[int, int, int]:
        with clock.at(datetime.combine(at, datetime.min.time(), clock.zone())), unit(write=False):
            found = kept_by_month(partner.id, [DECEMBER])[DECEMBER]
            return found.accepted, found.used, found.returned_late

    assert told(date(2026, 12, 4)) == (1, 0, 1)
    assert told(date(2026, 12, 5)) == (1, 1, 1)


def test_pages_of_the_firm_and_the_vendor_say_so_and_no_other_firm_hears_of_it(app, login):
    partner, manager, offer = assigned()
    boss = make_user(Role.CS_MANAGER)
    firm, where = Browser(app, login(manager)), f"/offers/{offer.code}"
    with unit(write=False) as session:
        version = the_offer(session, offer.code).version

    answer = firm.send(f"{where}/return", page=where, data={"version": version, "reason": ""})
    assert answer.status_code == 422
    answer = firm.send(f"{where}/return", page=where, data={"version": version, "reason": "担当者の退職"})
    assert answer.status_code == 303

    for reader in (manager, boss):
        browser = login(reader)
        assert "Given back late" in browser.get(where).text
        assert "Written order" in browser.get(where).text
        page = browser.get(f"/partners/{partner.code}/capacity").text
        assert "What became of the slots" in page
    with unit(write=False) as session:
        kinds = session.scalars(select(Notice.kind).where(Notice.user_id == boss.id)).all()
        assert "offers.AssignmentReturned.vendor" in kinds
    assert "Ask the next candidate" in login(boss).get("/").text
    stranger = login(make_partner_manager(make_partner()))
    assert stranger.get(f"/partners/{partner.code}/capacity").status_code in (403, 404)


@pytest.mark.parametrize("day", [date(2026, month, day) for month in range(1, 13) for day in (1, 28)])
def test_the_page_of_slots_looks_six_months_back_and_as_far_ahead_as_slots_are_stated(day):
    partner = make_partner()

    def month_at(distance: int) -> date:
        number = day.year * 12 + day.month - 1 + distance
        return date(number // 12, number % 12 + 1, 1)

    for distance in range(-12, 13):
        make_capacity(partner, month_at(distance), stated=1)

    with clock.at(datetime.combine(day, datetime.min.time(), clock.zone())), unit(write=False):
        rows = capacity_panel(partner)["rows"]

    assert [month for month, _stated, _kept in rows] == [month_at(distance) for distance in range(6, -7, -1)]
