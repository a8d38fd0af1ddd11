"""Onboardings with their playbooks, and the people around them."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.models import Onboarding, Staffing
from onboarding_phases.onboardings.rules import CustomerFacts
from onboarding_phases.onboardings.services import begin_onboarding
from onboarding_phases.playbooks.services import load_default_playbooks
from partners.models import Consultant, Partner
from portal import clock
from portal.accounts.models import User
from portal.people import PORTAL
from tests.world import unit

START = date(2026, 11, 2)
_count = itertools.count(1)


def make_served_customer(**values: Any) -> Customer:
    """A customer of the product accounting, as an onboarding needs one."""
    number = next(_count)
    plain: dict[str, Any] = {
        "code": f"S{number:06}",
        "name": f"Customer {number}",
        "industry": "G",
        "employees": 20,
        "prefecture": "東京都",
        "language": "ja",
        "product": "accounting",
        "contract_start": START,
        "onboarding_start": START,
        "annual_value": 1_000_000,
        "effort": 1,
        "needs": {},
        "preferred_partners": [],
        "excluded_partners": [],
        "created_at": clock.now(),
    }
    with unit() as session:
        customer = Customer(**{**plain, **values})
        session.add(customer)
    return customer


def make_onboarding(
    partner: Partner,
    *,
    customer: Customer | None = None,
    owner: User | None = None,
    start_on: date = START,
    **values: Any,
) -> Onboarding:
    """An onboarding of an accounting customer that began on 2 November 2026, day 22 in the tests."""
    customer = customer or make_served_customer()
    facts: CustomerFacts = {
        "customer_name": customer.name,
        "product": customer.product,
        "industry": customer.industry,
        "prefecture": customer.prefecture,
        "effort": customer.effort,
        "owner_id": owner.id if owner else None,
    }
    with unit() as session:
        load_default_playbooks(PORTAL)
        onboarding = begin_onboarding(
            partner_id=partner.id,
            offer_id=None,
            customer_id=customer.id,
            facts=facts,
            start_on=start_on,
            actor=PORTAL,
        )
        for name, value in values.items():
            setattr(onboarding, name, value)
        session.flush()
        onboarding_id = onboarding.id
    return reload(onboarding_id)


def reload(onboarding_id: int) -> Onboarding:
    """An onboarding as it stands now, with all that hangs on it, outside of any unit."""
    loaded = (
        select(Onboarding)
        .where(Onboarding.id == onboarding_id)
        .options(
            selectinload(Onboarding.phases),
            selectinload(Onboarding.holds),
            selectinload(Onboarding.staffings),
            selectinload(Onboarding.changes),
        )
    )
    with unit() as session:
        return session.scalars(loaded).one()


def put_on(onboarding: Onboarding, consultant: Consultant) -> None:
    """The firm puts one of its people on an onboarding."""
    with unit() as session:
        session.add(
            Staffing(
                partner_id=onboarding.partner_id,
                onboarding_id=onboarding.id,
                consultant_id=consultant.id,
                from_on=onboarding.start_on,
            )
        )
