"""While an offer waits for its answer: a reminder once, and the end of its time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select, update

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import OfferLapsed, OfferReminded
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.queries import reminder_before
from partners.services import release_reserved
from portal import clock
from portal.database import db
from portal.events import publish
from portal.jobs.services import enqueue
from portal.people import PORTAL, Principal

LAPSE = "offers.lapse"
REMIND = "offers.remind"


def plan_waiting(offer: Offer) -> None:
    """Have the firm reminded before its answer is due, and the offer lapse when it is."""
    remind_at = reminder_before(offer.partner_id, offer.reply_by)
    if remind_at is not None:
        enqueue(REMIND, run_at=remind_at, offer=offer.code)
    enqueue(LAPSE, run_at=offer.reply_by, offer=offer.code)


def remind_of_offer(*, offer: str) -> None:
    """Remind the firm, once, of an offer whose answer is due soon; the job bears repeating."""
    found = _by_code(offer)
    remind_at = reminder_before(found.partner_id, found.reply_by)
    is_due = remind_at is not None and remind_at <= clock.now() < found.reply_by
    if is_due and _write_down_reminder(found):
        publish(OfferReminded(**about(found, PORTAL), reply_by=found.reply_by))


def _write_down_reminder(offer: Offer) -> bool:
    """Whether this is the reminder of an offer that still waits; the version stays, since nobody answered."""
    waits = (Offer.id == offer.id, Offer.state == OfferState.OPEN, Offer.reminded_at.is_(None))
    told = db.session.execute(update(Offer).where(*waits).values(reminded_at=clock.now()).returning(Offer.id))
    return told.one_or_none() is not None


def lapse_offer(*, offer: str) -> None:
    """Let an offer lapse that nobody answered in time; the job bears repeating."""
    found = _by_code(offer)
    lock(found)
    if found.state == OfferState.OPEN and found.reply_by <= clock.now():
        give_up(found, OfferState.LAPSED, reason=None, actor=PORTAL)
        publish(OfferLapsed(**about(found, PORTAL)))


def lock(offer: Offer) -> None:
    """The offer as it is now, and nobody else answers it meanwhile.

    Before slots and counter-proposals, in every verb alike, so that two never wait in a circle.
    """
    db.session.refresh(offer, [column.key for column in inspect(Offer).column_attrs], with_for_update=True)
    db.session.expire(offer, ["counters"])


def give_up(offer: Offer, state: OfferState, *, reason: str | None, actor: Principal) -> None:
    """Give the slots back and empty the brief: the firm did not take the customer."""
    release_reserved(offer.partner_id, offer.month, offer.slots, actor=actor)
    settle(offer, state, reason=reason)
    if offer.brief is not None:
        offer.brief.facts, offer.brief.refreshed_at = None, clock.now()


def settle(offer: Offer, state: OfferState, *, reason: str | None = None) -> None:
    """Write down where the offer stands from now on."""
    offer.state, offer.answered_at, offer.answer_reason = state, clock.now(), reason
    db.session.flush()


def about(offer: Offer, actor: Principal) -> dict[str, Any]:
    """What every event of an offer tells."""
    return {
        "actor_id": actor.id,
        "partner_id": offer.partner_id,
        "offer": offer.code,
        "customer_id": offer.customer_id,
        "slots": offer.slots,
    }


def _by_code(code: str) -> Offer:
    return db.session.scalars(select(Offer).where(Offer.code == code)).one()
