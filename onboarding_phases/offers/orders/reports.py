"""Written orders on paper, and on the page of an offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from onboarding_phases.offers.enums import TAKEN, OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.orders.enums import ITEM_LABELS
from onboarding_phases.offers.orders.models import Order
from onboarding_phases.offers.orders.permissions import READ_ORDERS
from onboarding_phases.offers.orders.queries import find_order, order_of
from portal.feature import Panel, ReportKind, ReportSection

ACCEPTED = (*TAKEN, OfferState.RETURNED_LATE)


def _body(order: Order, _month: date) -> Mapping[str, Any]:
    """Every item as it was frozen, days as days."""
    items = dict(order.items)
    period, inspection, payment = items["period"], items["inspected_by"], items["payment_on"]
    return {
        "order": order,
        "labels": {item.value: label for item, label in ITEM_LABELS.items()},
        "items": items,
        "from_on": date.fromisoformat(period["from"]),
        "until_on": date.fromisoformat(period["until"]),
        "inspected_by": date.fromisoformat(inspection["on"]),
        "payment_on": date.fromisoformat(payment["on"]),
        "phases": [{**one, "due_on": date.fromisoformat(one["due_on"])} for one in items["work"]["phases"]],
        "total": order.fee + items["tax"]["yen"],
    }


def offer_panel(offer: Offer) -> Mapping[str, Any] | None:
    """The order of an accepted offer; of another one, what its order would say of inspection and payment."""
    if offer.state in ACCEPTED:
        return {"offer": offer, "order": order_of(offer.id), "terms": None}
    terms = ((offer.brief.facts if offer.brief else None) or {}).get("order")
    return {"offer": offer, "order": None, "terms": terms} if terms else None


ORDER_REPORT = ReportKind(
    "order", _l("Written order"), find_order, back="orders.index", template="orders/document.html", is_monthly=False
)
SECTIONS = [ReportSection("order", "orders/body.html", _body, 10)]
PANELS = [Panel("offer", "orders/panel.html", READ_ORDERS, offer_panel, order=5)]
