"""Asking a firm: its slots are reserved, and what it is asked and paid is written down as it stands on that day."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.queries import brief_of
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import OfferSent
from onboarding_phases.offers.models import Brief, Offer
from onboarding_phases.offers.orders.queries import order_terms
from onboarding_phases.offers.queries import fee_today, reply_by_from_now, scope_of
from onboarding_phases.offers.services.waiting import about, plan_waiting
from onboarding_phases.playbooks.queries import playbook_for
from partners.models import Partner
from partners.rules import first_of_month
from partners.services import reserve_slots
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal


def send_offer(*, customer: Customer, partner: Partner, actor: Principal, run_code: str | None = None) -> Offer:
    """Ask a firm to take a customer: its slots are reserved until the offer is answered, withdrawn or lapses.

    Outcomes, due days and fee are those of this day: later playbooks, tiers and settings do not change them.

    Raises:
        RuleViolation: the firm has no free slots, the customer has an open offer or a partner already, or no order
            could be written, since nobody has entered who orders.
    """
    playbook, order = playbook_for(customer.product), order_terms()
    month = first_of_month(customer.onboarding_start)
    reserve_slots(partner.id, month, customer.effort, actor=actor)
    fee = fee_today(partner.id, customer.effort)
    offer = Offer(
        partner_id=partner.id,
        customer_id=customer.id,
        run_code=run_code,
        state=OfferState.OPEN,
        slots=customer.effort,
        month=month,
        start_on=customer.onboarding_start,
        fee=fee.yen,
        sent_at=clock.now(),
        reply_by=reply_by_from_now(partner.id),
    )
    facts = {**_facts(customer), "fee": fee.written()}
    facts |= {"playbook_version": playbook.version, "phases": scope_of(playbook, customer.effort), "order": order}
    offer.brief = Brief(partner_id=partner.id, facts=facts, refreshed_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(offer)
    except IntegrityError:
        raise RuleViolation(_("%(name)s has an open offer or a partner already.", name=customer.name)) from None
    terms: dict[str, Any] = {"start_on": offer.start_on, "reply_by": offer.reply_by, "fee": offer.fee}
    publish(OfferSent(**about(offer, actor), run=run_code, **terms))
    plan_waiting(offer)
    return offer


def _facts(customer: Customer) -> dict[str, Any]:
    """The part of what is known of a customer that a firm may read; no price, no other firm."""
    return {
        "customer_name": customer.name,
        "industry": customer.industry,
        "employees": customer.employees,
        "prefecture": customer.prefecture,
        "language": customer.language,
        "product": customer.product,
        "plan": customer.plan,
        "effort": customer.effort,
        "needs": customer.needs,
        "owner_id": customer.cs_owner_id,
        "handoff": brief_of(customer.id),
    }
