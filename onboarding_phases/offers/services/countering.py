"""Other terms: the firm proposes them, the vendor agrees, which is the acceptance, or declines."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import CounterAgreed, CounterDeclined, CounterUnanswered, OfferCountered
from onboarding_phases.offers.models import Counter, Offer
from onboarding_phases.offers.queries import counter_answer_by, reply_by_from_now
from onboarding_phases.offers.rules import check_terms, next_telling
from onboarding_phases.offers.services.answering import open_brief, take_on
from onboarding_phases.offers.services.waiting import about, lock, plan_waiting
from onboarding_phases.offers.values import Terms
from onboarding_phases.onboardings.models import Onboarding
from partners.rules import first_of_month
from partners.services import release_reserved, reserve_slots
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.jobs.services import enqueue
from portal.people import PORTAL, Principal

TELL_AGAIN = "offers.counter_unanswered"


def counter_offer(
    offer: Offer, *, terms: Terms, reason: str, actor: Principal, version: int | None = None
) -> Counter:
    """The firm would take the customer on other terms. Its slots stay reserved, and no time runs against it.

    Raises:
        RuleViolation: the offer is not open any more, nothing is other than offered, a term cannot be, or no reason.
    """
    open_brief(offer, version)
    check_terms(terms, offered=offer.terms, contract_until=offer.partner.contract_until, today=clock.today())
    if terms.fee is None:
        raise RuleViolation(_("Name the fee that you propose."), field="fee")
    if not reason.strip():
        raise RuleViolation(_("Say why; the vendor decides by it."), field="reason")
    counter = Counter(
        partner_id=offer.partner_id,
        slots=terms.slots,
        start_on=terms.start_on,
        fee=terms.fee,
        reason=reason.strip(),
        made_at=clock.now(),
        made_by=actor.name,
        answer_by=counter_answer_by(),
    )
    offer.counters.append(counter)
    offer.state = OfferState.COUNTERED
    db.session.flush()
    publish(OfferCountered(**_told(counter, actor), reason=counter.reason, answer_by=counter.answer_by))
    enqueue(TELL_AGAIN, run_at=counter.answer_by, counter_id=counter.id)
    return counter


def agree_to_counter(offer: Offer, *, actor: Principal, version: int | None = None) -> Onboarding:
    """Agree to the firm's terms: its slots are kept in the month of the new start, and the offer is accepted.

    All of it happens, or nothing.

    Raises:
        RuleViolation: no counter-proposal waits, a term of it cannot be any more, or the month has no room for it.
        Stale: somebody answered in the meantime.
    """
    counter = _waiting_counter(offer, version)
    check_terms(counter.terms, offered=None, contract_until=offer.partner.contract_until, today=clock.today())
    with db.session.begin_nested():
        _move_slots(offer, counter.terms, actor)
        _decide(counter, actor, agreed=True)
        _write_terms(offer, counter.terms)
        publish(CounterAgreed(**_told(counter, actor)))
        return take_on(offer, actor=actor)


def decline_counter(offer: Offer, *, reason: str, actor: Principal, version: int | None = None) -> None:
    """Do not agree: the offer is open again as it was, with new time to answer it.

    Raises:
        RuleViolation: no counter-proposal waits, or there is no reason.
        Stale: somebody answered in the meantime.
    """
    counter = _waiting_counter(offer, version)
    if not reason.strip():
        raise RuleViolation(_("Say why; the firm reads the reason."), field="reason")
    _decide(counter, actor, agreed=False, answer=reason.strip())
    offer.state, offer.reminded_at = OfferState.OPEN, None
    offer.reply_by = reply_by_from_now(offer.partner_id)
    db.session.flush()
    publish(CounterDeclined(**_told(counter, actor), reason=reason.strip(), reply_by=offer.reply_by))
    plan_waiting(offer)


def tell_of_unanswered(*, counter_id: int) -> None:
    """Tell the vendor's managers of a counter-proposal that is overdue, once each business day; bears repeating."""
    counter = db.session.scalars(select(Counter).where(Counter.id == counter_id)).one()
    due = next_telling(counter.answer_by, counter.told_again_at, zone=clock.zone())
    if counter.decided_at is not None or clock.now() < due:
        return
    counter.told_again_at = clock.now()
    publish(CounterUnanswered(**_told(counter, PORTAL), answer_by=counter.answer_by))
    again = next_telling(counter.answer_by, counter.told_again_at, zone=clock.zone())
    enqueue(TELL_AGAIN, run_at=again, counter_id=counter.id)


def _waiting_counter(offer: Offer, version: int | None) -> Counter:
    lock(offer)
    waiting = [counter for counter in offer.counters if counter.decided_at is None]
    if offer.state != OfferState.COUNTERED or not waiting:
        raise RuleViolation(_("No counter-proposal waits for an answer here."))
    if version is not None and version != offer.version:
        raise Stale(_("Somebody answered this counter-proposal in the meantime. Reload and look again."))
    return waiting[0]


def _move_slots(offer: Offer, terms: Terms, actor: Principal) -> None:
    """Keep the slots of the new terms instead; months in their order, so that two never wait in a circle."""
    month = first_of_month(terms.start_on)
    steps = [(offer.month, release_reserved, offer.slots), (month, reserve_slots, terms.slots)]
    for of_month, step, slots in sorted(steps, key=lambda step: step[0]):
        step(offer.partner_id, of_month, slots, actor=actor)


def _write_terms(offer: Offer, terms: Terms) -> None:
    if offer.brief is not None and offer.brief.facts is not None and terms.fee != offer.fee:
        # The fee was agreed on: what the offered one was made of does not explain it.
        offer.brief.facts = {key: value for key, value in offer.brief.facts.items() if key != "fee"}
    offer.slots, offer.start_on, offer.fee = terms.slots, terms.start_on, terms.fee
    offer.month = first_of_month(terms.start_on)


def _decide(counter: Counter, actor: Principal, *, agreed: bool, answer: str = "") -> None:
    counter.decided_at, counter.decided_by = clock.now(), actor.name
    counter.is_agreed, counter.answer = agreed, answer


def _told(counter: Counter, actor: Principal) -> dict[str, Any]:
    offered = about(counter.offer, actor) | {"slots": counter.slots}
    return {**offered, "counter_id": counter.id, "start_on": counter.start_on, "fee": counter.fee}
