"""A firm is asked and answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import (
    accept_offer,
    decline_offer,
    lapse_offer,
    send_offer,
    withdraw_offer,
)
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import withdraw
from partners.models import Capacity
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import PORTAL
from portal.tenancy import Scope
from tests.factories.allocations import make_offer, make_playbooks
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def slots(partner) -> tuple[int, int, int]:
    with unit(write=False) as session:
        row = session.scalars(select(Capacity).where(Capacity.partner_id == partner.id)).one()
        return row.stated, row.reserved, row.accepted


def the_offer(session, code: str) -> Offer:
    return session.scalars(select(Offer).where(Offer.code == code)).one()


def offered(stated: int = 3, **facts):
    partner = make_partner()
    make_capacity(partner, stated=stated)
    return partner, make_offer(partner, make_customer(effort=2, **facts))


def test_an_open_offer_reserves_its_slots():
    partner, _ = offered()
    assert slots(partner) == (3, 2, 0)


def test_accepting_makes_the_onboarding_in_the_firms_own_scope():
    partner, offer = offered(name="株式会社ためし")
    manager = principal(make_partner_manager(partner))

    with unit(Scope(partner.id)) as session:
        code = accept_offer(the_offer(session, offer.code), actor=manager).code

    assert slots(partner) == (3, 0, 2)
    with unit(write=False) as session:
        onboarding = session.scalars(select(Onboarding).where(Onboarding.code == code)).one()
        assert (onboarding.customer_name, onboarding.start_on) == ("株式会社ためし", date(2026, 12, 10))
        assert "OfferAccepted" in session.scalars(select(AuditEntry.event)).all()


def test_declining_gives_the_slots_back_and_empties_the_brief():
    partner, offer = offered()

    with unit(Scope(partner.id)) as session:
        decline_offer(the_offer(session, offer.code), reason="決算期と重なるため", actor=PORTAL)

    assert slots(partner) == (3, 0, 0)
    with unit(Scope(partner.id), write=False) as session:
        found = the_offer(session, offer.code)
        assert (found.state, found.answer_reason) == (OfferState.DECLINED, "決算期と重なるため")
        assert found.brief is not None
        assert found.brief.facts is None


def test_declining_needs_a_reason():
    partner, offer = offered()

    with pytest.raises(RuleViolation), unit(Scope(partner.id)) as session:
        decline_offer(the_offer(session, offer.code), reason=" ", actor=PORTAL)


def test_an_answer_cannot_be_given_twice():
    partner, offer = offered()
    with unit(Scope(partner.id)) as session:
        decline_offer(the_offer(session, offer.code), reason="no", actor=PORTAL)

    with pytest.raises(RuleViolation), unit(Scope(partner.id)) as session:
        accept_offer(the_offer(session, offer.code), actor=PORTAL)


def test_an_offer_waits_two_business_days_and_then_lapses():
    partner, offer = offered()
    assert offer.reply_by.astimezone(clock.zone()) == datetime(2026, 11, 26, 17, tzinfo=clock.zone())

    with clock.at(offer.reply_by + timedelta(minutes=1)), unit():
        lapse_offer(offer=offer.code)

    assert slots(partner) == (3, 0, 0)


def test_an_offer_does_not_lapse_before_its_time():
    partner, offer = offered()

    with unit():
        lapse_offer(offer=offer.code)

    assert slots(partner) == (3, 2, 0)


def test_a_late_answer_is_refused():
    partner, offer = offered()

    with (
        clock.at(offer.reply_by + timedelta(seconds=1)),
        pytest.raises(RuleViolation),
        unit(Scope(partner.id)) as session,
    ):
        accept_offer(the_offer(session, offer.code), actor=PORTAL)


def test_a_customer_has_one_open_offer_at_most():
    partner, _ = offered()
    customer = make_customer()
    make_offer(partner, customer)

    other = make_partner()
    make_capacity(other)

    with pytest.raises(RuleViolation, match=customer.name), unit():
        send_offer(customer=customer, partner=other, actor=PORTAL)
    assert slots(other) == (5, 0, 0)


def test_a_full_firm_gets_no_offer():
    partner, _ = offered(stated=2)

    waiting = make_customer()

    with pytest.raises(RuleViolation), unit():
        send_offer(customer=waiting, partner=partner, actor=PORTAL)
    assert slots(partner) == (2, 2, 0)


def test_withdrawing_gives_the_slots_back():
    partner, offer = offered()

    with unit() as session:
        withdraw_offer(the_offer(session, offer.code), reason="契約が延期になったため", actor=PORTAL)

    assert slots(partner) == (3, 0, 0)


def test_a_stranger_does_not_see_the_offer():
    _, offer = offered()
    stranger = make_partner()

    with unit(Scope(stranger.id), write=False) as session:
        assert session.scalars(select(Offer).where(Offer.code == offer.code)).all() == []


def test_a_withdrawn_customer_can_be_offered_again():
    make_playbooks()
    partner = make_partner()
    make_capacity(partner, stated=3)
    customer = make_customer()
    offer = make_offer(partner, customer)
    with unit(Scope(partner.id)) as session:
        onboarding = accept_offer(the_offer(session, offer.code), actor=PORTAL).code
    with clock.at(clock.now() + timedelta(days=30)), unit() as session:
        begun = session.scalars(select(Onboarding).where(Onboarding.code == onboarding)).one()
        withdraw(begun, reason="中止", on=clock.today(), actor=PORTAL)

    with unit(write=False) as session:
        assert the_offer(session, offer.code).state == OfferState.ENDED
