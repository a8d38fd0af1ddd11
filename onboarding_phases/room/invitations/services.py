"""Inviting people of a customer, and taking invitations back."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, check_running, tell
from onboarding_phases.room.defaults import NUMBERS
from onboarding_phases.room.enums import InvitationState
from onboarding_phases.room.invitations.events import GuestInvited, GuestInvitedAgain, InvitationRevoked
from onboarding_phases.room.invitations.permissions import SEND_INVITATION
from onboarding_phases.room.invitations.queries import invitations_of
from onboarding_phases.room.models import RoomInvitation
from onboarding_phases.room.queries import code_of_next
from onboarding_phases.room.services import end_letters, end_visits
from portal import clock
from portal.accounts.loading import token_hash
from portal.accounts.rules import check_address, clean_address
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation, Stale
from portal.mail.sealing import fresh_word
from portal.people import Principal
from portal.settings import GUEST_LOCALES

GOOD = (InvitationState.SENT, InvitationState.OPENED)
LONGEST_NAME = 100


def invite_guest(onboarding: Onboarding, *, name: str, email: str, locale: str, actor: Principal) -> RoomInvitation:
    """Mail somebody of the customer a link to its room.

    Raises:
        RuleViolation: no name is given, the address is none or invited already, the language is none that customers
            read, there are as many guests as there may be, or the actor may not.
        Stale: the onboarding has ended.
    """
    check_permission(SEND_INVITATION, actor)
    check_running(onboarding)
    email, name = clean_address(email), " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RuleViolation(_l("Enter the person's name, at most 100 characters."), field="name")
    check_address(email)
    if locale not in GUEST_LOCALES:
        raise RuleViolation(_l("Choose one of the languages of the room."), field="locale")
    _check_free(onboarding, email)
    invitation = RoomInvitation(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        name=name,
        email=email,
        locale=locale,
        # Of no link yet: the letter makes it.
        token_hash=token_hash(fresh_word()),
        sent_at=clock.now(),
        sent_by=actor.name,
        sent_by_id=actor.id,
        expires_at=_expiry(),
        known_until=clock.now(),
        known_task=code_of_next(onboarding),
    )
    db.session.add(invitation)
    db.session.flush()
    tell(GuestInvited, onboarding, actor, invitation=invitation.code)
    return invitation


def _check_free(onboarding: Onboarding, email: str) -> None:
    good = [one for one in invitations_of(onboarding.id) if one.state(clock.now()) in GOOD]
    if any(one.email == email for one in good):
        raise RuleViolation(_l("This address is invited already. Send the invitation again instead."), field="email")
    most = int(numbers(NUMBERS)["guests"])
    if len(good) >= most:
        raise RuleViolation(_l("At most %(count)s people are invited at a time. Revoke one first.", count=most))


def send_invitation_again(invitation: RoomInvitation, *, onboarding: Onboarding, actor: Principal) -> None:
    """Mail a new link with a new term; those before are good no more. Whoever is in the room stays in it.

    Raises:
        RuleViolation: the actor may not.
        Stale: the invitation was revoked, or the onboarding has ended.
    """
    check_permission(SEND_INVITATION, actor)
    check_running(onboarding)
    if invitation.revoked_at is not None:
        raise Stale(_l("This invitation was revoked. Invite the person anew."))
    invitation.sent_at, invitation.expires_at = clock.now(), _expiry()
    invitation.sent_by, invitation.sent_by_id = actor.name, actor.id
    invitation.code_hash = None
    db.session.flush()
    end_letters(invitation)
    tell(GuestInvitedAgain, onboarding, actor, invitation=invitation.code)


def revoke_invitation(invitation: RoomInvitation, *, onboarding: Onboarding, actor: Principal) -> None:
    """Make a link good no more and end every visit that it opened, at once. Ended onboardings allow it too.

    Raises:
        RuleViolation: the actor may not.
        Stale: it was revoked already.
    """
    check_permission(SEND_INVITATION, actor)
    if invitation.revoked_at is not None:
        raise Stale(_l("This invitation was revoked already."))
    invitation.revoked_at, invitation.revoked_by = clock.now(), actor.name
    invitation.code_hash = None
    db.session.flush()
    end_visits(invitation)
    end_letters(invitation)
    tell(InvitationRevoked, onboarding, actor, invitation=invitation.code)


def _expiry() -> datetime:
    return clock.now() + timedelta(days=int(numbers(NUMBERS)["link_days"]))
