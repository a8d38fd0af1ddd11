"""What a customer's own pages say of its allocation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from onboarding_phases.allocation.enums import OfferState
from onboarding_phases.allocation.queries import latest_offers, offers_of
from onboarding_phases.customers.models import Customer


def customer_states(customers: Sequence[Customer]) -> dict[str, Any]:
    """Where each customer stands between waiting for a partner and the end of the onboarding: word and tone."""
    offers = latest_offers([customer.id for customer in customers])
    waiting = (_("Waiting for a partner"), "warn")
    words = {
        OfferState.OPEN: (_("Offered"), "accent"),
        OfferState.ACCEPTED: (_("Assigned"), "ok"),
        OfferState.ENDED: (_("Onboarding over"), None),
    }
    return {
        "states": {
            customer.id: words.get(offers[customer.id].state, waiting) if customer.id in offers else waiting
            for customer in customers
        }
    }


def customer_panel(customer: Customer) -> dict[str, Any]:
    """The offers that were made of a customer."""
    return {"offers": offers_of(customer.id)}
