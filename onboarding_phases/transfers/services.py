"""Changing the firm of a customer in mid-course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.allocation.rules import BLOCKED_LABELS
from onboarding_phases.commitments.enums import CommitmentSource, CommitmentState
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.services import change_customer
from onboarding_phases.offers.events import OfferAccepted, OfferSent
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import send_offer
from onboarding_phases.onboardings.enums import ChangeKind, ExcludedReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import ask_exclusion, withdraw
from onboarding_phases.onboardings.services.history import check_running, check_text, note
from onboarding_phases.onboardings.services.rescue import mark_rescued, phases_under_way
from onboarding_phases.transfers.enums import Cause, Part
from onboarding_phases.transfers.events import CommitmentsCarried, FirmChanged
from onboarding_phases.transfers.models import Transfer
from onboarding_phases.transfers.permissions import CHANGE_FIRM
from onboarding_phases.transfers.queries import NO_ROOM, TAKEOVER, broken_rules, waiting_transfer
from partners.models import Partner
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.jobs.services import enqueue, opens_own_units
from portal.levels import Level
from portal.people import PORTAL, Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

CARRY = "transfers.carry"


def change_firm(
    onboarding: Onboarding,
    *,
    partner: Partner,
    start_on: date,
    cause: Cause,
    reason: str,
    brief: Mapping[Part, str],
    actor: Principal,
) -> Offer:
    """End an onboarding at its firm and offer the customer to another, with what that firm has to know.

    The clock and the history of the first stay as they are; the next begins anew with its own. For the firm's cause
    it counts as its withdrawal, and what it had begun as rescued by the vendor; for another's it is asked that the
    onboarding be left out of the rates, which a second person decides.

    Raises:
        RuleViolation: something is not said, a day cannot be, or a hard rule stops the other firm.
        Stale: the onboarding has ended.
    """
    if not CHANGE_FIRM.allows(actor):
        raise RuleViolation(_("A CS manager changes the firm of a customer."))
    check_running(onboarding)
    check_text(reason, field="reason")
    for part in Part:
        check_text(brief.get(part, ""), field=part.value)
    customer = db.session.scalars(select(Customer).where(Customer.id == onboarding.customer_id)).one()
    _check_firm(onboarding, customer, partner, start_on)
    if cause is Cause.FIRM:
        mark_rescued(onboarding, phases_under_way(onboarding), on=clock.today())
    withdraw(onboarding, reason=reason, on=clock.today(), actor=actor)
    if cause is not Cause.FIRM:
        ask_exclusion(onboarding, reason=ExcludedReason.MOVED, text=reason, actor=actor)
    note(onboarding, ChangeKind.FIRM_CHANGED, clock.today(), actor, cause=cause.value)
    _keep(onboarding, cause, reason, brief, actor)
    _let_wait_again(customer, start_on, actor)
    offer = send_offer(customer=customer, partner=partner, actor=actor)
    told = {"cause": cause.value, "reason": reason.strip(), "offer": offer.code}
    publish(FirmChanged(actor_id=actor.id, onboarding=onboarding.code, customer_id=customer.id, **told))
    return offer


def _check_firm(onboarding: Onboarding, customer: Customer, partner: Partner, start_on: date) -> None:
    if start_on < clock.today():
        raise RuleViolation(_("The next firm begins today or later."), field="start_on")
    if partner.id == onboarding.partner_id:
        raise RuleViolation(_("This is the firm that it leaves."), field="partner")
    broken = broken_rules(customer, partner, start_on, leaves=onboarding.partner.code)
    if broken and broken[0] == NO_ROOM:
        raise RuleViolation(_("This firm has too few free slots in the month of the start."), field="partner")
    if broken:
        raise RuleViolation(
            _("This firm cannot take the customer: %(rule)s.", rule=BLOCKED_LABELS[broken[0]]), field="partner"
        )


def _keep(onboarding: Onboarding, cause: Cause, reason: str, brief: Mapping[Part, str], actor: Principal) -> None:
    transfer = Transfer(
        onboarding_id=onboarding.id,
        customer_id=onboarding.customer_id,
        cause=cause,
        reason=reason.strip(),
        brief={part.value: brief[part].strip() for part in Part},
        made_at=clock.now(),
        made_by=actor.name,
        made_by_id=actor.id,
    )
    db.session.add(transfer)
    db.session.flush()


def _let_wait_again(customer: Customer, start_on: date, actor: Principal) -> None:
    db.session.refresh(customer)
    customer.is_settled = False
    change_customer(customer, replace(customer.facts, onboarding_start=start_on), actor=actor)
    db.session.flush()


def hand_brief(event: OfferSent) -> None:
    """Tell a firm that is asked after a change of firm what it has to know; so too whoever is asked next."""
    transfer = waiting_transfer(event.customer_id)
    if transfer is None:
        return
    offer = db.session.scalars(select(Offer).where(Offer.code == event.offer)).one()
    if offer.brief is not None and offer.brief.facts is not None:
        offer.brief.facts = {**offer.brief.facts, TAKEOVER: dict(transfer.brief)}


def plan_carrying(event: OfferAccepted) -> None:
    """What is open at the first firm goes over; a firm's session sees nothing of it, so the vendor does it after."""
    offer = db.session.scalars(select(Offer).where(Offer.code == event.offer)).one()
    if offer.brief is not None and offer.brief.facts is not None and TAKEOVER in offer.brief.facts:
        begun = db.session.scalars(select(Onboarding).where(Onboarding.code == event.onboarding)).one()
        # Kept with the history: the page of the onboarding reads that anyway.
        note(begun, ChangeKind.TAKEN_OVER, clock.today(), PORTAL, brief=offer.brief.facts[TAKEOVER])
        enqueue(CARRY, customer_id=event.customer_id, onboarding=event.onboarding)


@opens_own_units
def carry_over(*, customer_id: int, onboarding: str) -> None:
    """Do it as the vendor; it bears repeating."""
    with unit_of_work(EVERY_TENANT):
        transfer = waiting_transfer(customer_id)
        if transfer is None:
            return
        following = db.session.scalars(select(Onboarding).where(Onboarding.code == onboarding)).one()
        transfer.next_onboarding_id = following.id
        count = _carry_commitments(transfer, following)
        publish(CommitmentsCarried(actor_id=None, customer_id=customer_id, onboarding=onboarding, count=count))


def _carry_commitments(transfer: Transfer, following: Onboarding) -> int:
    """Open commitments that were made after the handoff; those of the handoff are taken from it again.

    They become the vendor's, so that nobody of the first firm is named; what only the vendor reads stays so.
    """
    still_open = select(Commitment).where(
        Commitment.onboarding_id == transfer.onboarding_id,
        Commitment.state == CommitmentState.OPEN,
        Commitment.source != CommitmentSource.HANDOFF,
    )
    carried = [
        Commitment(
            partner_id=following.partner_id,
            onboarding_id=following.id,
            level=Level.VENDOR if one.level == Level.VENDOR else Level.BOTH,
            text=one.text,
            source=one.source,
            said_by=one.said_by if one.by_vendor else transfer.made_by,
            said_to=one.said_to,
            said_on=one.said_on,
            due_on=one.due_on,
            state=CommitmentState.OPEN,
            by_vendor=True,
            entered_by=transfer.made_by,
            entered_by_id=transfer.made_by_id,
            entered_at=clock.now(),
        )
        for one in db.session.scalars(still_open.order_by(Commitment.id))
    ]
    db.session.add_all(carried)
    db.session.flush()
    return len(carried)
