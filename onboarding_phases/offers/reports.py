"""What other pages say of offers: a customer's own, and a manager's start page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.permissions import ANSWER_COUNTER, WITHDRAW_OFFER
from onboarding_phases.offers.queries import (
    counters_to_answer,
    kept_by_month,
    latest_offers,
    offers_shown,
    open_offers,
)
from partners.models import Partner
from partners.queries import capacities_in
from partners.rules import MONTHS_AHEAD, first_of_month, months_from
from portal import clock
from portal.feature import Card
from portal.needs import Need, NeedQuery, NeedRow

MOST_SHOWN = 6
MONTHS_BACK = 6
COST_OF_A_COUNTER = 52.0
COST_OF_SILENCE = 61.0


def customer_states(customers: Sequence[Customer]) -> dict[str, Any]:
    """Where each customer stands between waiting for a partner and the end of the onboarding: word and tone."""
    offers = latest_offers([customer.id for customer in customers])
    waiting = (_("Waiting for a partner"), "warn")
    words = {
        OfferState.OPEN: (_("Offered"), "accent"),
        OfferState.COUNTERED: (_("Counter-proposal with the vendor"), "warn"),
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


def capacity_panel(partner: Partner) -> Mapping[str, Any]:
    """What became of the slots that a firm stated: the last six months and those ahead."""
    this = first_of_month(clock.today())
    months = months_from(this - timedelta(days=30 * MONTHS_BACK), MONTHS_BACK + 1 + MONTHS_AHEAD)
    stated = {month: slots for (_firm, month), slots in capacities_in([partner.id], months).items()}
    kept = kept_by_month(partner.id, months)
    rows = [
        (month, stated.get(month), kept[month]) for month in months if month in stated or any(astuple(kept[month]))
    ]
    return {"rows": rows[::-1], "late": sum(one.returned_late for one in kept.values())}


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
