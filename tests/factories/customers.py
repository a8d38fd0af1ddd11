"""Customers."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from onboarding_phases.customers.models import Customer
from portal import clock
from tests.world import unit

_count = itertools.count(1)


def make_customer(**values: Any) -> Customer:
    """An accounting customer in Tokyo that takes one slot in December 2026."""
    number = next(_count)
    plain: dict[str, Any] = {
        "code": f"C{number:06}",
        "name": f"Customer {number}",
        "industry": "G",
        "employees": 30,
        "prefecture": "東京都",
        "language": "ja",
        "product": "accounting",
        "plan": "standard",
        "contract_start": date(2026, 12, 1),
        "onboarding_start": date(2026, 12, 10),
        "annual_value": 1_200_000,
        "effort": 1,
        "needs": {"process_design": 3},
        "preferred_partners": [],
        "excluded_partners": [],
        "created_at": clock.now(),
    }
    with unit() as session:
        customer = Customer(**{**plain, **values})
        session.add(customer)
    return customer
