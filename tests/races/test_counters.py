"""Counter-proposals under pressure: one answer counts, the slots add up, and nobody is promised twice."""

from __future__ import annotations

import os
from collections import Counter as Tally
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Counter, Offer
from onboarding_phases.offers.services import agree_to_counter, counter_offer, lapse_offer, withdraw_offer
from onboarding_phases.offers.values import Terms
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Capacity, Partner
from portal import clock
from portal.people import PORTAL
from portal.tenancy import EVERY_TENANT, Scope
from portal.units import unit_of_work
from tests.factories.allocations import make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.races.racing import DONE, Racers
from tests.world import unit

RACERS = 8
ROUNDS = int(os.environ.get("BANSOU_RACE_ROUNDS", "6"))
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)
LATER = Terms(2, date(2027, 1, 12), 500_000)


def act(task: tuple[str, int, int]) -> None:
    """Do one thing with an offer, as the side whose it is."""
    what, offer_id, partner_id = task
    scope = Scope(partner_id) if what == "counter" else EVERY_TENANT
    with unit_of_work(scope) as session:
        offer = session.scalars(select(Offer).where(Offer.id == offer_id)).one()
        if what == "counter":
            counter_offer(offer, terms=LATER, reason="later", actor=PORTAL)
        elif what == "agree":
            agree_to_counter(offer, actor=PORTAL)
        elif what == "lapse":
            with clock.at(offer.reply_by + timedelta(minutes=1)):
                lapse_offer(offer=offer.code)
        else:
            withdraw_offer(offer, reason="postponed", actor=PORTAL)


@pytest.fixture
def racers(app) -> Iterator[Racers]:
    made = Racers(app, act, RACERS)
    yield made
    made.close()


def offered(*, countered: bool) -> tuple[Partner, Offer]:
    partner = make_partner()
    make_capacity(partner, DECEMBER, stated=2)
    make_capacity(partner, JANUARY, stated=2)
    offer = make_offer(partner, make_customer())
    if countered:
        with unit(Scope(partner.id)) as session:
            found = session.scalars(select(Offer).where(Offer.id == offer.id)).one()
            counter_offer(found, terms=LATER, reason="later", actor=PORTAL)
    return partner, offer


def slots_of(partner: Partner) -> list[tuple[int, int]]:
    with unit(write=False) as session:
        rows = session.scalars(select(Capacity).where(Capacity.partner_id == partner.id).order_by(Capacity.month))
        return [(row.reserved, row.accepted) for row in rows]


def state_of(offer: Offer) -> tuple[OfferState, int]:
    """Where it stands, and how many onboardings it made."""
    with unit(write=False) as session:
        state = session.scalars(select(Offer.state).where(Offer.id == offer.id)).one()
        return state, session.scalar(select(func.count()).where(Onboarding.offer_id == offer.id)) or 0


def told_by_rules(results: Tally[str]) -> bool:
    return all(word == DONE or word.startswith(("RuleViolation", "Stale")) for word in results)


def test_only_one_of_many_agreements_counts(racers):
    for _ in range(ROUNDS):
        partner, offer = offered(countered=True)

        results = racers.race([("agree", offer.id, partner.id)] * RACERS)

        assert told_by_rules(results), results
        assert results[DONE] == 1
        assert state_of(offer) == (OfferState.ACCEPTED, 1)
        assert slots_of(partner) == [(0, 0), (0, 2)]


def test_a_counter_proposal_and_a_withdrawal_end_in_one_of_two_ways(racers):
    for _ in range(ROUNDS):
        partner, offer = offered(countered=False)

        sides = [("counter", offer.id, partner.id), ("withdraw", offer.id, partner.id)]
        results = racers.race(sides * (RACERS // 2))

        assert told_by_rules(results), results
        state, _made = state_of(offer)
        # Who comes second withdraws what was countered, or finds nothing to counter: the withdrawal always holds
        # unless it read the offer before it was countered, and is told so.
        assert state in (OfferState.WITHDRAWN, OfferState.COUNTERED)
        assert slots_of(partner) == ([(0, 0), (0, 0)] if state is OfferState.WITHDRAWN else [(1, 0), (0, 0)])
        with unit(write=False) as session:
            waiting = select(func.count()).where(Counter.offer_id == offer.id, Counter.decided_at.is_(None))
            assert session.scalar(waiting) == (state is OfferState.COUNTERED)


def test_what_was_countered_never_lapses_however_late_it_is_agreed_to(racers):
    for _ in range(ROUNDS):
        partner, offer = offered(countered=True)

        sides = [("agree", offer.id, partner.id), ("lapse", offer.id, partner.id)]
        results = racers.race(sides * (RACERS // 2))

        assert told_by_rules(results), results
        assert state_of(offer) == (OfferState.ACCEPTED, 1)
        assert slots_of(partner) == [(0, 0), (0, 2)]
