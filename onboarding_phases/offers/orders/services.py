"""Issuing written orders."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.offers.events import OfferAccepted
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.orders.enums import ITEM_LABELS, Item
from onboarding_phases.offers.orders.events import IssuerEntered, WrittenOrderIssued
from onboarding_phases.offers.orders.models import Issuer, Order
from onboarding_phases.offers.orders.permissions import ENTER_ISSUER
from onboarding_phases.offers.orders.queries import next_number
from onboarding_phases.offers.orders.rules import missing_items, written_order
from onboarding_phases.offers.orders.values import Commission
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal

MOST_TRIES = 50


def enter_issuer(*, name: str, address: str, place: str, payment_method: str, actor: Principal) -> Issuer:
    """Say who orders, where the service is rendered and how it is paid, for offers that are sent from now on.

    Raises:
        RuleViolation: one of them is empty, or the actor may not.
    """
    if not ENTER_ISSUER.allows(actor):
        raise RuleViolation(_("A CS manager enters the ordering company."))
    told = {"name": name, "address": address, "place": place, "payment_method": payment_method}
    for field, text in told.items():
        if not text.strip():
            raise RuleViolation(_("Every written order says this, so it cannot stay empty."), field=field)
    issuer = Issuer(
        **{field: text.strip() for field, text in told.items()},
        entered_at=clock.now(),
        entered_by=actor.name,
        entered_by_id=actor.id,
    )
    db.session.add(issuer)
    db.session.flush()
    publish(IssuerEntered(actor_id=actor.id, name=issuer.name))
    return issuer


def issue_on_acceptance(event: OfferAccepted) -> None:
    """Issue the order of an offer in the transaction that accepts it.

    Offers that were sent before there were written orders tell no terms for one, and get none.
    """
    offer = db.session.scalars(select(Offer).where(Offer.code == event.offer)).one()
    if offer.brief is not None and offer.brief.facts is not None and "order" in offer.brief.facts:
        issue_order(offer, actor_id=event.actor_id)


def issue_order(offer: Offer, *, actor_id: int | None) -> Order:
    """Write the order of an accepted offer; from here on nothing of it changes.

    Raises:
        RuleViolation: it lacks an item that the law asks for; says which.
    """
    items = written_order(_commission(offer))
    missing = missing_items(items)
    if missing:
        named = _(", ").join(str(ITEM_LABELS[item]) for item in missing)
        raise RuleViolation(_("No written order can be made, since it would lack: %(items)s.", items=named))
    order = _numbered(offer, items)
    publish(
        WrittenOrderIssued(
            actor_id=actor_id,
            partner_id=order.partner_id,
            offer=offer.code,
            order=order.code,
            number=order.number,
            fee=order.fee,
        )
    )
    return order


def _numbered(offer: Offer, items: dict[Item, object]) -> Order:
    """Give the order the next number of its firm; the database says whether somebody else took it meanwhile."""
    for _try in range(MOST_TRIES):
        order = Order(
            partner_id=offer.partner_id,
            number=next_number(offer.partner_id),
            offer_id=offer.id,
            customer_name=_facts(offer)["customer_name"],
            ordered_on=clock.today(),
            issued_at=clock.now(),
            fee=offer.fee or 0,
            items={item.value: said for item, said in items.items()},
        )
        try:
            with db.session.begin_nested():
                db.session.add(order)
        except IntegrityError:
            continue
        return order
    raise RuleViolation(_("Too many orders of this firm are issued at once. Try again in a moment."))


def _commission(offer: Offer) -> Commission:
    facts = _facts(offer)
    return Commission(
        ordered_on=clock.today(),
        firm_name=offer.partner.name,
        corporate_number=offer.partner.corporate_number,
        invoice_number=offer.partner.invoice_number,
        customer_name=facts.get("customer_name", ""),
        product=facts.get("product", ""),
        slots=offer.slots,
        start_on=offer.start_on,
        phases=tuple(facts.get("phases", ())),
        fee=offer.fee,
        terms=facts.get("order", {}),
    )


def _facts(offer: Offer) -> dict[str, Any]:
    return (offer.brief.facts if offer.brief else None) or {}
