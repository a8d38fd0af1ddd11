"""Offers: a firm is asked and answers; the database keeps slots and customers from being promised twice."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.queries import brief_of
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import (
    AssignmentEnded,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferSent,
    OfferWithdrawn,
)
from onboarding_phases.offers.models import Brief, Offer
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CustomerFacts
from onboarding_phases.onboardings.services.beginning import begin_onboarding
from onboarding_phases.playbooks.queries import playbook_for
from partners.closings.queries import calendar_of
from partners.models import Partner
from partners.rules import first_of_month
from partners.services import accept_reserved, release_reserved, reserve_slots
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from portal.events import publish
from portal.jobs.services import enqueue
from portal.people import PORTAL, Principal


def send_offer(*, customer: Customer, partner: Partner, actor: Principal, run_code: str | None = None) -> Offer:
    """Ask a firm to take a customer: its slots are reserved until the offer is answered, withdrawn or lapses.

    Raises:
        RuleViolation: the firm has no free slots, or the customer has an open offer or a partner already.
    """
    playbook_for(customer.product)
    month = first_of_month(customer.onboarding_start)
    reserve_slots(partner.id, month, customer.effort, actor=actor)
    offer = Offer(
        partner_id=partner.id,
        customer_id=customer.id,
        run_code=run_code,
        state=OfferState.OPEN,
        slots=customer.effort,
        month=month,
        start_on=customer.onboarding_start,
        sent_at=clock.now(),
        reply_by=_reply_by(partner.id),
    )
    offer.brief = Brief(partner_id=partner.id, facts=_facts(customer), refreshed_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(offer)
    except IntegrityError:
        raise RuleViolation(_("%(name)s has an open offer or a partner already.", name=customer.name)) from None
    publish(OfferSent(**_about(offer, actor), run=run_code, start_on=offer.start_on, reply_by=offer.reply_by))
    enqueue("offers.lapse", run_at=offer.reply_by, offer=offer.code)
    return offer


def accept_offer(offer: Offer, *, actor: Principal, version: int | None = None) -> Onboarding:
    """The firm takes the customer: its slots are accepted and the onboarding is made.

    Raises:
        RuleViolation: the offer is not open any more.
    """
    brief = _open_brief(offer, version)
    accept_reserved(offer.partner_id, offer.month, offer.slots, actor=actor)
    _answer(offer, OfferState.ACCEPTED)
    onboarding = begin_onboarding(
        partner_id=offer.partner_id,
        offer_id=offer.id,
        customer_id=offer.customer_id,
        facts=_for_onboarding(brief),
        start_on=offer.start_on,
        actor=actor,
    )
    publish(OfferAccepted(**_about(offer, actor), onboarding=onboarding.code))
    return onboarding


def decline_offer(offer: Offer, *, reason: str, actor: Principal, version: int | None = None) -> None:
    """The firm does not take the customer, and says why.

    Raises:
        RuleViolation: the offer is not open any more, or there is no reason.
    """
    _open_brief(offer, version)
    if not reason.strip():
        raise RuleViolation(_("Say why; the reason helps to choose the next candidate."), field="reason")
    _give_up(offer, OfferState.DECLINED, reason=reason.strip(), actor=actor)
    publish(OfferDeclined(**_about(offer, actor), reason=reason.strip()))


def withdraw_offer(offer: Offer, *, reason: str, actor: Principal) -> None:
    """The vendor takes an open offer back, and says why.

    Raises:
        RuleViolation: the offer is not open any more, or there is no reason.
    """
    if offer.state != OfferState.OPEN:
        raise RuleViolation(_("This offer is not open any more."))
    if not reason.strip():
        raise RuleViolation(_("Say why; the firm reads the reason."), field="reason")
    _give_up(offer, OfferState.WITHDRAWN, reason=reason.strip(), actor=actor)
    publish(OfferWithdrawn(**_about(offer, actor), reason=reason.strip()))


def lapse_offer(*, offer: str) -> None:
    """Let an offer lapse that nobody answered in time; the job bears repeating."""
    found = db.session.scalars(select(Offer).where(Offer.code == offer)).one()
    if found.state == OfferState.OPEN and found.reply_by <= clock.now():
        _give_up(found, OfferState.LAPSED, reason=None, actor=PORTAL)
        publish(OfferLapsed(**_about(found, PORTAL)))


def end_assignment(*, partner_id: int, onboarding_id: int, actor_id: int | None) -> None:
    """Free the customer for another offer when the onboarding of an accepted one is over."""
    bound = (
        select(Offer)
        .join(Onboarding, Onboarding.offer_id == Offer.id)
        .where(Onboarding.id == onboarding_id, Offer.state == OfferState.ACCEPTED)
    )
    offer = db.session.scalars(bound).one_or_none()
    if offer is not None:
        offer.state = OfferState.ENDED
        publish(
            AssignmentEnded(
                actor_id=actor_id,
                partner_id=partner_id,
                offer=offer.code,
                customer_id=offer.customer_id,
                slots=offer.slots,
            )
        )


def _reply_by(partner_id: int) -> datetime:
    """Business days of the firm from today: its closing days are left out too."""
    in_force = numbers("offers")
    day = calendar_of(partner_id).add(clock.today(), int(in_force["reply_days"]))
    return datetime.combine(day, time(int(in_force["reply_hour"])), clock.zone())


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


def _for_onboarding(brief: dict[str, Any]) -> CustomerFacts:
    return cast(CustomerFacts, {key: brief[key] for key in CustomerFacts.__annotations__})


def _open_brief(offer: Offer, version: int | None) -> dict[str, Any]:
    if offer.state != OfferState.OPEN or offer.brief is None or offer.brief.facts is None:
        raise RuleViolation(_("This offer is not open any more."))
    if offer.reply_by < clock.now():
        raise RuleViolation(_("The time to answer this offer is over."))
    if version is not None and version != offer.version:
        raise RuleViolation(_("Somebody of your firm answered this offer in the meantime. Reload and look again."))
    return offer.brief.facts


def _answer(offer: Offer, state: OfferState, *, reason: str | None = None) -> None:
    offer.state, offer.answered_at, offer.answer_reason = state, clock.now(), reason
    db.session.flush()


def _give_up(offer: Offer, state: OfferState, *, reason: str | None, actor: Principal) -> None:
    release_reserved(offer.partner_id, offer.month, offer.slots, actor=actor)
    _answer(offer, state, reason=reason)
    if offer.brief is not None:
        offer.brief.facts, offer.brief.refreshed_at = None, clock.now()


def _about(offer: Offer, actor: Principal) -> dict[str, Any]:
    return {
        "actor_id": actor.id,
        "partner_id": offer.partner_id,
        "offer": offer.code,
        "customer_id": offer.customer_id,
        "slots": offer.slots,
    }
