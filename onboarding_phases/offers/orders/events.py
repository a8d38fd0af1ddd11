"""What happens to written orders."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class IssuerEntered(Event):
    """Who orders was entered, for the orders of offers that are sent from now on."""

    title = _l("Ordering company entered")

    name: str


@dataclass(frozen=True, kw_only=True)
class WrittenOrderIssued(Event):
    """A firm got its written order."""

    title = _l("Written order issued")

    partner_id: int
    offer: str
    order: str
    number: int
    fee: int
