"""Many offers of one firm are accepted at once: every order gets a number of its own, without gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.offers.orders.models import Order
from tests.factories.allocations import make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.races.racing import DONE, Racers
from tests.races.test_last_slots import accept
from tests.world import unit

RACERS = 12


@pytest.fixture
def takers(app) -> Iterator[Racers]:
    racers = Racers(app, accept, RACERS)
    yield racers
    racers.close()


def test_orders_of_a_firm_are_numbered_in_a_row_however_many_accept_at_once(takers, app):
    partner = make_partner()
    months = [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    for month in months:
        make_capacity(partner, month, stated=RACERS)
    starts = [month.replace(day=10) for month in months]
    offers = [make_offer(partner, make_customer(onboarding_start=starts[n % 3])) for n in range(RACERS)]

    results = takers.race([(offer.id, partner.id) for offer in offers])

    assert results == {DONE: RACERS}
    with unit(write=False) as session:
        assert sorted(session.scalars(select(Order.number))) == list(range(1, RACERS + 1))
