"""After an accepted offer: its onboarding is over, or the firm gave it back, and the customer is free again."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import AssignmentEnded, AssignmentReturned
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.permissions import RETURN_ASSIGNMENT
from onboarding_phases.offers.services.waiting import about, lock
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.ending import cancel_before_start
from partners.services import release_accepted
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal


def return_assignment(offer: Offer, *, reason: str, actor: Principal, version: int | None = None) -> None:
    """Give an accepted customer back before its onboarding begins: recorded as withdrawn late, with the reason.

    The slots are free again, the onboarding ends as cancelled before its start, and the customer waits again.

    Raises:
        RuleViolation: it is not an assignment of the firm any more, its onboarding has begun, or there is no reason.
        Stale: somebody changed it in the meantime.
    """
    if not RETURN_ASSIGNMENT.allows(actor):
        raise RuleViolation(_("The firm's manager gives an assignment back."))
    # First the onboarding, then its offer: whoever ends an onboarding takes them in this order too.
    begun = select(Onboarding).where(Onboarding.offer_id == offer.id).with_for_update(of=Onboarding)
    onboarding = db.session.scalars(begun.execution_options(populate_existing=True)).unique().one_or_none()
    lock(offer)
    if version is not None and version != offer.version:
        raise Stale(_("Somebody changed this offer in the meantime. Reload and look again."))
    if offer.state != OfferState.ACCEPTED or onboarding is None:
        raise RuleViolation(_("This is not an assignment that can be given back."))
    if clock.today() >= offer.start_on:
        raise RuleViolation(_("The onboarding has begun. Talk to the vendor about a change of firm."))
    if not reason.strip():
        raise RuleViolation(_("Say why; the vendor looks for another firm by it."), field="reason")
    release_accepted(offer.partner_id, offer.month, offer.slots, actor=actor)
    offer.state, offer.answer_reason, offer.returned_at = OfferState.RETURNED_LATE, reason.strip(), clock.now()
    if offer.brief is not None:
        offer.brief.facts, offer.brief.refreshed_at = None, clock.now()
    db.session.flush()
    cancel_before_start(onboarding, reason=reason, actor=actor)
    told: dict[str, Any] = {"onboarding": onboarding.code, "reason": reason.strip()}
    publish(AssignmentReturned(**about(offer, actor), start_on=offer.start_on, **told))


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
