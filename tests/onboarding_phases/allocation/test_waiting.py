"""Who waits for a partner, counted without a look at those whose onboarding has ended."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.allocation.queries import customers_waiting, waiting_customers
from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import withdraw
from portal.people import Principal, Role
from tests.factories.allocations import MONTH
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)


def ended(actor: Principal) -> Onboarding:
    onboarding = make_onboarding(make_partner())
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        withdraw(found, reason="merged with another firm", on=TODAY, actor=actor)
    return onboarding


def settled(customer_id: int) -> bool:
    with unit(write=False) as session:
        return session.scalars(select(Customer.is_settled).where(Customer.id == customer_id)).one()


def counted() -> dict[date, int]:
    with unit(write=False):
        return dict(customers_waiting())


def test_a_customer_whose_onboarding_ended_is_settled_and_waits_no_more():
    waiting = make_customer()
    before = counted()
    onboarding = ended(principal(make_user(Role.CS_MANAGER)))

    assert (settled(onboarding.customer_id), settled(waiting.id)) == (True, False)
    assert counted() == before == {MONTH: 1}


def test_the_mark_spares_a_look_and_decides_nothing():
    """Whoever waits by the records alone is counted alike, whether those who ended are marked or not."""
    make_customer()
    onboarding = ended(principal(make_user(Role.CS_MANAGER)))
    marked = counted()
    with unit() as session:
        session.scalars(select(Customer).where(Customer.id == onboarding.customer_id)).one().is_settled = False

    assert counted() == marked
    with unit(write=False):
        assert len(waiting_customers(MONTH)) == marked[MONTH]


def test_the_mark_leaves_the_version_of_an_open_form_alone():
    onboarding, actor = make_onboarding(make_partner()), principal(make_user(Role.CS_MANAGER))
    with unit() as session:
        before = session.scalars(select(Customer.version).where(Customer.id == onboarding.customer_id)).one()
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        withdraw(found, reason="gone", on=TODAY, actor=actor)

    with unit(write=False) as session:
        assert session.scalars(select(Customer.version).where(Customer.id == onboarding.customer_id)).one() == before
