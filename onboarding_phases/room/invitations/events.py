"""What vendor and firm do with invitations. Nothing here holds a link."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from onboarding_phases.room.events import InvitationEvent


@dataclass(frozen=True, kw_only=True)
class GuestInvited(InvitationEvent):
    """Somebody of the customer was sent a link to its room."""

    title = _l("Guest invited to a room")


@dataclass(frozen=True, kw_only=True)
class GuestInvitedAgain(InvitationEvent):
    """A new link was sent; the one before is good no more."""

    title = _l("Guest invited again")


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(InvitationEvent):
    """The link is good no more, and every visit that it opened has ended."""

    title = _l("Invitation to a room revoked")
