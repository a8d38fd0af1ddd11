"""The words of the customer room."""

from __future__ import annotations

from enum import StrEnum


class InvitationState(StrEnum):
    """Where an invitation to a room stands."""

    SENT = "sent"
    OPENED = "opened"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Turn(StrEnum):
    """Whose step is next, as the customer reads it."""

    YOURS = "yours"
    OURS = "ours"
