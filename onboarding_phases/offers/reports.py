"""What other pages say of offers: a customer's own, and a manager's start page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.permissions import ANSWER_COUNTER, WITHDRAW_OFFER
from onboarding_phases.offers.queries import counters_to_answer, latest_offers, offers_shown, open_offers
from portal import clock
from portal.feature import Card
from portal.needs import Need, NeedQuery, NeedRow

MOST_SHOWN = 6
COST_OF_A_COUNTER = 52.0
COST_OF_SILENCE = 61.0


def customer_states(customers: Sequence[Customer]) -> dict[str, Any]:
    """Where each customer stands between waiting for a partner and the end of the onboarding: word and tone."""
    offers = latest_offers([customer.id for customer in customers])
    waiting = (_("Waiting for a partner"), "warn")
    words = {
        OfferState.OPEN: (_("Offered"), "accent"),
        OfferState.COUNTERED: (_("Counter-proposal to answer"), "warn"),
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
    return {"offers": offers_shown(customer.id)}


def offers_waiting() -> Mapping[str, Any] | None:
    """The open offers, the next answer due first."""
    offers, total = open_offers(MOST_SHOWN)
    rows = [{"offer": offer, "presses": clock.day_of(offer.reply_by) <= clock.today()} for offer in offers]
    return {"offers": rows, "total": total} if rows else None


def _counter(row: NeedRow) -> Need:
    assert row.at is not None  # noqa: S101 - every counter-proposal has its instant
    return Need(
        text=_("Answer the counter-proposal of %(partner)s", partner=row.name),
        href=url_for("offers.show_offer", offer=row.code),
        due_on=clock.day_of(row.at),
        cost=COST_OF_SILENCE if row.at < clock.now() else COST_OF_A_COUNTER,
    )


NEEDS = [NeedQuery(ANSWER_COUNTER, counters_to_answer, _counter)]
CARDS = [Card("offers/card_offers.html", WITHDRAW_OFFER, offers_waiting, order=7)]
