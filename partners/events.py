"""What happens to partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from partners.enums import PartnerStatus
from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class PartnerRegistered(Event):
    """A firm was entered."""

    partner_id: int
    code: str
    name: str
    status: PartnerStatus
    tier: int


@dataclass(frozen=True, kw_only=True)
class PartnerChanged(Event):
    """Facts about a firm were changed: `changes` holds before and after by field."""

    partner_id: int
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class PartnerStatusMoved(Event):
    """A firm took a step in its life."""

    partner_id: int
    before: PartnerStatus
    after: PartnerStatus
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class CapacityStated(Event):
    """A firm said how many slots it has: `slots` by month, as `2026-12`."""

    partner_id: int
    slots: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class SlotsReserved(Event):
    """Slots of a month are kept for an offer until it is answered."""

    partner_id: int
    month: date
    slots: int


@dataclass(frozen=True, kw_only=True)
class ReservationReleased(Event):
    """Slots kept for an offer are free again."""

    partner_id: int
    month: date
    slots: int


@dataclass(frozen=True, kw_only=True)
class ReservationAccepted(Event):
    """Slots kept for an offer are now taken by an assignment."""

    partner_id: int
    month: date
    slots: int


@dataclass(frozen=True, kw_only=True)
class TierGranted(Event):
    """The certified tier of a firm changes on a day."""

    partner_id: int
    before: int | None
    after: int
    effective_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class QualificationGranted(Event):
    """A consultant passed a subject."""

    partner_id: int
    qualification_id: int
    consultant_id: int
    subject: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class QualificationRevoked(Event):
    """A qualification no longer counts."""

    partner_id: int
    qualification_id: int
    consultant_id: int
    subject: str
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsultantAdded(Event):
    """A firm named one of its people."""

    partner_id: int
    consultant_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultantRemoved(Event):
    """A person of a firm no longer works on onboardings."""

    partner_id: int
    consultant_id: int
