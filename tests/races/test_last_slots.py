"""Sixteen processes race for the last slots: never over capacity, never a customer twice, nothing left lying."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import accept_offer, send_offer
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Capacity, Partner
from portal.database import db
from portal.people import PORTAL
from portal.tenancy import EVERY_TENANT, Scope
from portal.units import unit_of_work
from tests.factories.allocations import make_offer, make_playbooks
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.races.racing import DONE, Racers
from tests.world import unit

RACERS = 16
ROUNDS = int(os.environ.get("BANSOU_RACE_ROUNDS", "10"))
MONTH = date(2026, 12, 1)


def send(task: tuple[int, int]) -> None:
    """Offer a customer to a firm."""
    customer_id, partner_id = task
    with unit_of_work(EVERY_TENANT) as session:
        customer = session.scalars(select(Customer).where(Customer.id == customer_id)).one()
        partner = session.scalars(select(Partner).where(Partner.id == partner_id)).one()
        send_offer(customer=customer, partner=partner, actor=PORTAL)


def accept(task: tuple[int, int]) -> None:
    """Take an offer, as the firm."""
    offer_id, partner_id = task
    with unit_of_work(Scope(partner_id)):
        accept_offer(db.session.scalars(select(Offer).where(Offer.id == offer_id)).one(), actor=PORTAL)


@pytest.fixture
def senders(app) -> Iterator[Racers]:
    racers = Racers(app, send, RACERS)
    yield racers
    racers.close()


@pytest.fixture
def takers(app) -> Iterator[Racers]:
    racers = Racers(app, accept, RACERS)
    yield racers
    racers.close()


def slots_of(partner: Partner) -> tuple[int, int, int]:
    with unit(write=False) as session:
        row = session.scalars(select(Capacity).where(Capacity.partner_id == partner.id)).one()
        return row.stated, row.reserved, row.accepted


def refused_by_a_rule(results: Counter[str]) -> bool:
    """Whether whoever did not get through was told so in words, not by a failure."""
    return all(word == DONE or word.startswith(("RuleViolation", "Stale")) for word in results)


@pytest.mark.parametrize("stated", [0, 1, 3, 20])
def test_the_last_slots_go_to_as_many_as_there_are(senders, app, stated):
    make_playbooks()
    for _ in range(max(1, ROUNDS // 4)):
        partner = make_partner()
        make_capacity(partner, MONTH, stated=stated)
        customers = [make_customer() for _ in range(RACERS)]

        results = senders.race([(customer.id, partner.id) for customer in customers])

        wanted = min(stated, RACERS)
        assert refused_by_a_rule(results), results
        assert results[DONE] == wanted
        assert slots_of(partner) == (stated, wanted, 0)


def test_a_customer_is_offered_to_one_firm_only(senders, app):
    make_playbooks()
    partners = [make_partner() for _ in range(RACERS)]
    for partner in partners:
        make_capacity(partner, MONTH, stated=ROUNDS)
    for _ in range(ROUNDS):
        customer = make_customer()

        results = senders.race([(customer.id, partner.id) for partner in partners])

        assert refused_by_a_rule(results), results
        assert results[DONE] == 1
        with unit(write=False) as session:
            assert session.scalar(select(func.count()).where(Offer.customer_id == customer.id)) == 1
    # Whoever came too late gave back what it had reserved.
    assert sum(slots_of(partner)[1] for partner in partners) == ROUNDS


def test_an_offer_is_accepted_once(takers, app):
    partner = make_partner()
    make_capacity(partner, MONTH, stated=ROUNDS)
    for done in range(1, ROUNDS + 1):
        offer = make_offer(partner, make_customer())

        results = takers.race([(offer.id, partner.id)] * RACERS)

        assert refused_by_a_rule(results), results
        assert results[DONE] == 1
        assert slots_of(partner) == (ROUNDS, 0, done)
        with unit(write=False) as session:
            assert session.scalar(select(func.count()).where(Onboarding.offer_id == offer.id)) == 1


def test_a_race_without_the_reservation_is_lost(senders, app, monkeypatch):
    """The check looks at the slots: a service that forgets them is found out."""
    partner = make_partner()
    make_capacity(partner, MONTH, stated=1)
    monkeypatch.setattr("onboarding_phases.offers.services.sending.reserve_slots", lambda *_a, **_v: None)

    offers = [make_offer(partner, make_customer()) for _ in range(2)]

    assert len(offers) == 2
    assert slots_of(partner) != (1, 1, 0)
