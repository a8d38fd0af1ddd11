"""What happens in an allocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class AllocationRequested(Event):
    """Input and policy of a run were frozen; the solver is to begin."""

    run: str
    month: date
    customers: int
    partners: int


@dataclass(frozen=True, kw_only=True)
class AllocationSolved(Event):
    """A run has its plan."""

    run: str
    placed: int
    unplaced: int
    optimal: bool


@dataclass(frozen=True, kw_only=True)
class AllocationApproved(Event):
    """A plan was approved and its offers were sent."""

    run: str
    offers: int


@dataclass(frozen=True, kw_only=True)
class AllocationDiscarded(Event):
    """A plan was put aside."""

    run: str


@dataclass(frozen=True, kw_only=True)
class OfferEvent(Event):
    """Something that happened to an offer of a firm."""

    partner_id: int
    offer: str
    customer_id: int
    slots: int


@dataclass(frozen=True, kw_only=True)
class OfferSent(OfferEvent):
    """A firm was asked to take a customer."""

    run: str | None
    start_on: date
    reply_by: datetime


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(OfferEvent):
    """The firm takes the customer."""

    onboarding: str


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(OfferEvent):
    """The firm does not take the customer."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(OfferEvent):
    """Nobody answered in time."""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(OfferEvent):
    """The vendor took the offer back."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(OfferEvent):
    """The onboarding of an accepted offer is over; the customer may be offered again."""
