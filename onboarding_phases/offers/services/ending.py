"""After an accepted offer: when its onboarding is over, the customer is free for another one."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import AssignmentEnded
from onboarding_phases.offers.models import Offer
from onboarding_phases.onboardings.models import Onboarding
from portal.database import db
from portal.events import publish


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
