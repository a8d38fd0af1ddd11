"""A firm proposes other terms; the vendor agrees, which is the acceptance, or declines."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from certification.metrics.queries import evidence
from onboarding_phases.allocation.queries import customers_waiting, waiting_customers
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Counter, Offer
from onboarding_phases.offers.services import (
    accept_offer,
    agree_to_counter,
    counter_offer,
    decline_counter,
    lapse_offer,
    send_offer,
    tell_of_unanswered,
    withdraw_offer,
)
from onboarding_phases.offers.values import Terms
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Capacity
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.inbox.models import Notice
from portal.jobs.models import Job
from portal.people import PORTAL, Role
from portal.tenancy import EVERY_TENANT, Scope
from tests.browsing import Browser
from tests.factories.allocations import make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
OFFERED = Terms(2, date(2026, 12, 10), 360_000)
LATER = Terms(3, date(2027, 1, 12), 500_000)


def the_offer(session, code: str) -> Offer:
    return session.scalars(select(Offer).where(Offer.code == code)).one()


def slots(partner) -> dict[date, tuple[int, int, int]]:
    with unit(write=False) as session:
        rows = session.scalars(select(Capacity).where(Capacity.partner_id == partner.id))
        return {row.month: (row.stated, row.reserved, row.accepted) for row in rows}


def offered(december: int = 3, january: int = 3):
    partner = make_partner()
    make_capacity(partner, DECEMBER, stated=december)
    make_capacity(partner, JANUARY, stated=january)
    return partner, make_offer(partner, make_customer(effort=2))


def counter(partner, offer, terms: Terms = LATER, **values) -> None:
    with unit(Scope(partner.id)) as session:
        counter_offer(the_offer(session, offer.code), terms=terms, reason="決算期のため", actor=PORTAL, **values)


def test_a_counter_proposal_keeps_the_slots_and_stops_the_clock():
    partner, offer = offered()

    counter(partner, offer)

    assert slots(partner)[DECEMBER] == (3, 2, 0)
    with clock.at(offer.reply_by + timedelta(days=30)), unit():
        lapse_offer(offer=offer.code)
    with unit(write=False) as session:
        found = the_offer(session, offer.code)
        assert (found.state, found.terms) == (OfferState.COUNTERED, OFFERED)
        assert found.counters[0].terms == LATER


def test_agreeing_moves_the_slots_and_makes_the_onboarding_on_the_new_terms():
    partner, offer = offered()
    counter(partner, offer)

    with unit() as session:
        code = agree_to_counter(the_offer(session, offer.code), actor=PORTAL).code

    assert slots(partner) == {DECEMBER: (3, 0, 0), JANUARY: (3, 0, 3)}
    with unit(Scope(partner.id), write=False) as session:
        found = the_offer(session, offer.code)
        assert (found.state, found.terms, found.month) == (OfferState.ACCEPTED, LATER, JANUARY)
        assert found.counters[0].is_agreed
        onboarding = session.scalars(select(Onboarding).where(Onboarding.code == code)).one()
        assert onboarding.start_on == LATER.start_on
        assert onboarding.effort == 2


@pytest.mark.parametrize(("december", "wanted", "fits"), [(3, 3, True), (2, 3, False), (2, 1, True)])
def test_more_slots_in_the_same_month_need_only_what_is_more(december, wanted, fits):
    partner, offer = offered(december=december)
    counter(partner, offer, Terms(wanted, OFFERED.start_on, OFFERED.fee))

    if fits:
        with unit() as session:
            agree_to_counter(the_offer(session, offer.code), actor=PORTAL)
        assert slots(partner)[DECEMBER] == (december, 0, wanted)
    else:
        with pytest.raises(RuleViolation, match="2026"), unit() as session:
            agree_to_counter(the_offer(session, offer.code), actor=PORTAL)
        assert slots(partner)[DECEMBER] == (december, 2, 0)


def test_a_month_without_room_is_refused_and_nothing_is_changed():
    partner, offer = offered(january=2)
    counter(partner, offer)

    with unit() as session:
        found = the_offer(session, offer.code)
        with pytest.raises(RuleViolation, match="2027"):
            agree_to_counter(found, actor=PORTAL)
        # Whoever shows the refusal goes on in the same unit of work.
        assert found.state == OfferState.COUNTERED
        assert found.counters[0].decided_at is None

    assert slots(partner) == {DECEMBER: (3, 2, 0), JANUARY: (2, 0, 0)}
    with unit(write=False) as session:
        found = the_offer(session, offer.code)
        assert (found.state, found.terms) == (OfferState.COUNTERED, OFFERED)
        assert session.scalars(select(Onboarding)).all() == []


def test_declining_opens_the_offer_again_with_new_time_to_answer():
    partner, offer = offered()
    counter(partner, offer)

    with clock.at(datetime(2026, 12, 1, 3, tzinfo=clock.zone())):
        with unit() as session:
            decline_counter(the_offer(session, offer.code), reason="予算の上限", actor=PORTAL)
        with unit(Scope(partner.id)) as session:
            found = the_offer(session, offer.code)
            assert (found.state, found.terms) == (OfferState.OPEN, OFFERED)
            assert found.reply_by == datetime(2026, 12, 3, 17, tzinfo=clock.zone())
            lapse_offer(offer=offer.code)
            assert found.state == OfferState.OPEN
            accept_offer(found, actor=PORTAL)
    assert slots(partner)[DECEMBER] == (3, 0, 2)


def test_a_firm_counters_again_after_a_decline_and_both_stay_on_record():
    partner, offer = offered()
    counter(partner, offer)
    with unit() as session:
        decline_counter(the_offer(session, offer.code), reason="予算の上限", actor=PORTAL)

    counter(partner, offer, Terms(2, OFFERED.start_on, 400_000))

    with unit(write=False) as session:
        made = session.scalars(select(Counter).order_by(Counter.id)).all()
        assert [(one.fee, one.is_agreed) for one in made] == [(500_000, False), (400_000, None)]


def test_the_vendor_withdraws_a_countered_offer():
    partner, offer = offered()
    counter(partner, offer)

    with unit() as session:
        withdraw_offer(the_offer(session, offer.code), reason="契約の延期", actor=PORTAL)

    assert slots(partner)[DECEMBER] == (3, 0, 0)
    with pytest.raises(RuleViolation), unit() as session:
        agree_to_counter(the_offer(session, offer.code), actor=PORTAL)
    with unit(write=False) as session:
        assert session.scalars(select(Counter.is_agreed)).all() == [False]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (OFFERED, None),
        (Terms(0, OFFERED.start_on, 1), "slots"),
        (Terms(4, OFFERED.start_on, 1), "slots"),
        (Terms(2, OFFERED.start_on, -1), "fee"),
        (Terms(2, OFFERED.start_on, None), "fee"),
        (Terms(2, date(2026, 11, 23), 1), "start_on"),
        (Terms(2, date(2027, 6, 1), 1), "start_on"),
    ],
)
def test_what_cannot_be_is_not_proposed(terms, field):
    partner, offer = offered()

    with pytest.raises(RuleViolation) as refused:
        counter(partner, offer, terms)

    assert refused.value.field == field


def test_a_start_beyond_the_firms_contract_is_not_agreed_to_either():
    partner, offer = offered()
    counter(partner, offer)
    with unit() as session:
        the_offer(session, offer.code).partner.contract_until = date(2027, 1, 11)
    with pytest.raises(RuleViolation, match="contract"), unit() as session:
        agree_to_counter(the_offer(session, offer.code), actor=PORTAL)


def test_whoever_answers_what_they_have_not_read_is_told():
    partner, offer = offered()
    with unit(write=False) as session:
        seen = the_offer(session, offer.code).version
    counter(partner, offer, version=seen)

    with pytest.raises(RuleViolation):
        counter(partner, offer, version=seen)
    with pytest.raises(Stale), unit() as session:
        agree_to_counter(the_offer(session, offer.code), actor=PORTAL, version=seen)
    with pytest.raises(Stale), unit() as session:
        decline_counter(the_offer(session, offer.code), reason="no", actor=PORTAL, version=seen)


def test_a_firm_does_not_accept_or_lapse_what_lies_with_the_vendor():
    partner, offer = offered()
    counter(partner, offer)
    with pytest.raises(RuleViolation), unit(Scope(partner.id)) as session:
        accept_offer(the_offer(session, offer.code), actor=PORTAL)


def test_a_countered_customer_is_asked_of_nobody_else():
    partner, offer = offered()
    counter(partner, offer)
    other = make_partner()
    make_capacity(other)

    with unit(write=False):
        assert waiting_customers(DECEMBER) == []
    with unit(write=False):
        assert customers_waiting() == []
    with pytest.raises(RuleViolation), unit() as session:
        customer = session.scalars(select(Customer).where(Customer.id == offer.customer_id)).one()
        send_offer(customer=customer, partner=other, actor=PORTAL)


def test_certification_counts_a_counter_proposal_only_once_it_is_known_what_became_of_it():
    partner, offer = offered()
    counter(partner, offer)
    with clock.at(offer.reply_by + timedelta(days=1)):
        with unit(write=False):
            assert evidence(date(2026, 12, 31), window_months=6).offers == []
        with unit() as session:
            agree_to_counter(the_offer(session, offer.code), actor=PORTAL)
        with unit(write=False):
            facts = evidence(date(2026, 12, 31), window_months=6).offers
    assert [(fact.answered, fact.accepted, fact.slots, fact.month) for fact in facts] == [(True, True, 3, JANUARY)]


def told(kind: str) -> int:
    with unit(write=False) as session:
        return len(session.scalars(select(Notice).where(Notice.kind == f"offers.{kind}")).all())


def test_a_counter_proposal_without_an_answer_is_told_each_business_day_until_it_is_answered():
    make_user(Role.CS_MANAGER)
    partner, offer = offered()
    counter(partner, offer)
    with unit(write=False) as session:
        found = session.scalars(select(Counter)).one()
        number, due = found.id, found.answer_by
    assert due == datetime(2026, 11, 26, 17, tzinfo=clock.zone())

    def tell(at: datetime) -> int:
        with clock.at(at), unit():
            tell_of_unanswered(counter_id=number)
        return told("CounterUnanswered.vendor")

    assert tell(due - timedelta(minutes=1)) == 0
    assert tell(due) == 1
    assert tell(due + timedelta(hours=1)) == 1
    assert tell(due + timedelta(days=1)) == 2  # Friday
    assert tell(due + timedelta(days=2)) == 2  # Saturday
    assert tell(due + timedelta(days=4)) == 3  # Monday
    with unit(write=False) as session:
        planned = session.scalars(select(Job.run_at).where(Job.kind == "offers.counter_unanswered")).all()
    assert sorted(planned) == [due, due + timedelta(days=1), due + timedelta(days=4), due + timedelta(days=5)]
    with unit() as session:
        decline_counter(the_offer(session, offer.code), reason="no", actor=PORTAL)
    assert tell(due + timedelta(days=7)) == 3


def test_pages_lead_from_the_offer_to_the_agreement(app, login):
    partner, offer = offered()
    manager, vendor = make_partner_manager(partner), make_user(Role.CS_MANAGER)
    firm, ours = Browser(app, login(manager)), Browser(app, login(vendor))
    where = f"/offers/{offer.code}"
    wrong = {"version": 1, "slots": 2, "start_on": "2026-12-10", "fee": 360_000, "counter_reason": "x"}

    answer = firm.send(f"{where}/counter", page=where, data=wrong)
    assert (answer.status_code, "Nothing is other than offered" in answer.text) == (409, True)
    answer = firm.send(f"{where}/counter", page=where, data={**wrong, "fee": 410_000, "counter_reason": ""})
    assert (answer.status_code, 'value="410000"' in answer.text) == (422, True)
    proposed = {**wrong, "fee": 410_000, "start_on": "2027-01-12", "counter_reason": "遠方のため"}
    assert firm.send(f"{where}/counter", page=where, data=proposed).status_code == 303
    assert "What you proposed instead" in firm.get(where).text

    assert "Answer the counter-proposal of" in ours.get("/").text
    page = ours.get(where).text
    assert "遠方のため" in page
    assert "¥410,000" in page
    with unit(write=False) as session:
        version = the_offer(session, offer.code).version
    agreed = ours.send(f"{where}/counter/agree", page=where, data={"version": version})
    assert agreed.status_code == 303
    assert "Agreed" in firm.get(where).text
    assert told("CounterAgreed") == 1


def test_a_refusal_for_want_of_room_stands_on_the_page(app, login):
    partner, offer = offered(january=0)
    counter(partner, offer)
    ours, where = Browser(app, login(make_user(Role.CS_MANAGER))), f"/offers/{offer.code}"
    with unit(write=False) as session:
        version = the_offer(session, offer.code).version

    answer = ours.send(f"{where}/counter/agree", page=where, data={"version": version})

    assert answer.status_code == 409
    assert "no free slots left in January 2027" in answer.text
    assert "Agree to these terms" in answer.text


def test_another_firm_sees_nothing_of_a_counter_proposal():
    partner, offer = offered()
    counter(partner, offer)
    with unit(Scope(make_partner().id), write=False) as session:
        assert session.scalars(select(Counter)).all() == []
    with unit(EVERY_TENANT, write=False) as session:
        assert len(session.scalars(select(Counter)).all()) == 1
