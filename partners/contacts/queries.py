"""Reading who speaks for a firm."""

from __future__ import annotations

from portal.accounts.queries import Person, people
from portal.people import Role


def contacts_of(partner_id: int) -> list[Person]:
    """The firm's partner managers whose accounts are open or waiting for a first password; by name."""
    return people([Role.PARTNER_MANAGER], partner_id=partner_id)
