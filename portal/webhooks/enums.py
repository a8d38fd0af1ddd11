"""The words of webhooks."""

from __future__ import annotations

from enum import StrEnum


class DeliveryState(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"
