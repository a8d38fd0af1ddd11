"""The next candidate on the pages of a customer and of an offer, and on start pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.allocation.rules import BLOCKED_LABELS
from onboarding_phases.candidates.enums import PASSED_LABELS
from onboarding_phases.candidates.permissions import ASK_CANDIDATE, VIEW_CANDIDATES
from onboarding_phases.candidates.queries import customers_to_place, needs_candidate, proposal_for
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.queries import offers_shown
from portal import clock
from portal.database import db
from portal.feature import Panel
from portal.needs import Need, NeedQuery, NeedRow

COST_OF_WAITING = 58.0


def customer_panel(customer: Customer) -> Mapping[str, Any] | None:
    """Who comes next, where the newest offer of a customer came to nothing."""
    offers = offers_shown(customer.id)
    return _panel(customer, offers) if needs_candidate(offers) else None


def offer_panel(offer: Offer) -> Mapping[str, Any] | None:
    """Who comes after a firm that did not take the customer, where nobody else was asked since."""
    offers = offers_shown(offer.customer_id)
    if not needs_candidate(offers) or offers[0].id != offer.id:
        return None
    return _panel(db.session.scalars(select(Customer).where(Customer.id == offer.customer_id)).one(), offers)


def _panel(customer: Customer, offers: list[Offer]) -> Mapping[str, Any] | None:
    if customer.is_settled:
        return None
    proposal = proposal_for(customer, offers)
    return {"customer": customer, "proposal": proposal, "passed_words": passed_words()}


def passed_words() -> Mapping[str, Any]:
    """Why a firm is passed over, in the reader's language."""
    return {**BLOCKED_LABELS, **PASSED_LABELS}


def _to_place(row: NeedRow) -> Need:
    return Need(
        text=_("Ask the next candidate for %(name)s", name=row.name),
        href=url_for("candidates.show", code=row.code),
        due_on=row.on,
        cost=COST_OF_WAITING + (1 if row.on is not None and (row.on - clock.today()).days < 14 else 0),
    )


PANELS = [
    Panel("customer", "candidates/panel.html", VIEW_CANDIDATES, customer_panel, order=15),
    Panel("offer", "candidates/panel.html", VIEW_CANDIDATES, offer_panel, order=10),
]
NEEDS = [NeedQuery(ASK_CANDIDATE, customers_to_place, _to_place)]
