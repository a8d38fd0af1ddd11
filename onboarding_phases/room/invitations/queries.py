"""Reading invitations."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.room.models import RoomInvitation
from portal.database import db

MOST = 20


def invitations_of(onboarding_id: int) -> list[RoomInvitation]:
    """The invitations to the room of an onboarding: those that are good first, then the newest."""
    statement = (
        select(RoomInvitation)
        .where(RoomInvitation.onboarding_id == onboarding_id)
        .order_by(RoomInvitation.revoked_at.is_not(None), RoomInvitation.expires_at.desc(), RoomInvitation.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(statement))


def language_of_customer(onboarding: Onboarding) -> str | None:
    """The language that the vendor has on record for a customer; in a firm's scope there is none."""
    found = db.session.scalars(select(Customer.language).where(Customer.id == onboarding.customer_id)).first()
    return {"zh": "zh_Hans"}.get(found, found) if found else None
