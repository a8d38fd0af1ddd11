"""Customers in their rooms: for some of the onboardings under way somebody of the customer is invited."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.room.invitations.services import invite_guest, revoke_invitation
from onboarding_phases.room.models import RoomInvitation
from portal import clock
from portal.database import db
from portal.people import Principal

# Somebody for each language that customers read; the host is nobody's.
GUESTS = (
    ("小野寺 健", "ja"),  # has left the customer: revoked
    ("佐伯 由美", "ja"),
    ("Emma Clarke", "en"),
    ("王 静", "zh_Hans"),
    ("김 서연", "ko"),
    ("Nguyễn Thị Lan", "vi"),
)


def open_rooms(*, manager: Principal) -> None:
    """Invite guests to onboardings that are well under way, and take one invitation back."""
    running = select(Onboarding).where(
        Onboarding.state == OnboardingState.RUNNING,
        Onboarding.start_on <= clock.today(),
        Onboarding.current_position.between(2, 5),
    )
    found = db.session.scalars(running.order_by(Onboarding.start_on.desc(), Onboarding.id).limit(len(GUESTS)))
    invited: list[tuple[Onboarding, RoomInvitation]] = []
    for number, (onboarding, (name, locale)) in enumerate(zip(found, GUESTS, strict=False), 1):
        email = f"guest{number}@customer.example"
        invited.append((onboarding, invite_guest(onboarding, name=name, email=email, locale=locale, actor=manager)))
    if len(invited) == len(GUESTS):
        onboarding, invitation = invited[0]
        revoke_invitation(invitation, onboarding=onboarding, actor=manager)
