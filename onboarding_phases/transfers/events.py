"""What happens when a customer changes its firm."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class FirmChanged(Event):
    """An onboarding ended at its firm, and another firm is asked to take the customer."""

    title = _l("Change of firm")

    onboarding: str
    customer_id: int
    cause: str
    reason: str
    offer: str


@dataclass(frozen=True, kw_only=True)
class CommitmentsCarried(Event):
    """What was promised and is open went over to the onboarding of the next firm."""

    title = _l("Commitments carried over")

    customer_id: int
    onboarding: str
    count: int
