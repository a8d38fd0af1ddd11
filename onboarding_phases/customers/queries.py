"""Reading customers, for this room and for those above. None of it exists in a firm's session."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from portal.database import db


def customer_by_code(code: str) -> Customer | None:
    """The customer with the vendor's own number, such as `C000001`."""
    return db.session.scalars(select(Customer).where(Customer.code == code)).one_or_none()


def customers_by_code(codes: Iterable[str]) -> dict[str, Customer]:
    """The customers with these numbers; one that is unknown is left out."""
    found = db.session.scalars(select(Customer).where(Customer.code.in_(set(codes))))
    return {customer.code: customer for customer in found}


def customer_by_public_code(public_code: str) -> Customer | None:
    """The customer with the random code that stands in addresses."""
    return db.session.scalars(select(Customer).where(Customer.public_code == public_code)).one_or_none()
