"""What happens to partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from partners.enums import PartnerStatus
from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class PartnerRegistered(Event):
    """A firm was entered."""

    title = _l("Partner registered")

    partner_id: int
    code: str
    name: str
    status: PartnerStatus
    tier: int


@dataclass(frozen=True, kw_only=True)
class PartnerChanged(Event):
    """Facts about a firm were changed: `changes` holds before and after by field."""

    title = _l("Partner profile changed")

    partner_id: int
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class PartnerStatusMoved(Event):
    """A firm took a step in its life."""

    title = _l("Partner status changed")

    partner_id: int
    before: PartnerStatus
    after: PartnerStatus
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class CapacityStated(Event):
    """A firm said how many slots it has: `slots` by month, as `2026-12`."""

    title = _l("Slots stated")

    partner_id: int
    slots: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class SlotsReserved(Event):
    """Slots of a month are kept for an offer until it is answered."""

    title = _l("Slots reserved")

    partner_id: int
    month: date
    slots: int


@dataclass(frozen=True, kw_only=True)
class AcceptedReleased(Event):
    """Slots that were accepted are free again: the firm gave the customer back."""

    title = _l("Accepted slots released")

    partner_id: int
    month: date
    slots: int


@dataclass(frozen=True, kw_only=True)
class ReservationReleased(Event):
    """Slots kept for an offer are free again."""

    title = _l("Reserved slots released")

    partner_id: int
    month: date
    slots: int


@dataclass(frozen=True, kw_only=True)
class ReservationAccepted(Event):
    """Slots kept for an offer are now taken by an assignment."""

    title = _l("Reserved slots accepted")

    partner_id: int
    month: date
    slots: int


@dataclass(frozen=True, kw_only=True)
class TierGranted(Event):
    """The certified tier of a firm changes on a day."""

    title = _l("Tier granted")

    partner_id: int
    before: int | None
    after: int
    effective_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class QualificationGranted(Event):
    """A consultant passed a subject."""

    title = _l("Qualification granted")

    partner_id: int
    qualification_id: int
    consultant_id: int
    subject: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class QualificationRevoked(Event):
    """A qualification no longer counts."""

    title = _l("Qualification revoked")

    partner_id: int
    qualification_id: int
    consultant_id: int
    subject: str
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsultantAdded(Event):
    """A firm named one of its people."""

    title = _l("Consultant added")

    partner_id: int
    consultant_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultantRemoved(Event):
    """A person of a firm no longer works on onboardings."""

    title = _l("Consultant left")

    partner_id: int
    consultant_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultantReturned(Event):
    """A person of a firm who had left works on onboardings again."""

    title = _l("Consultant came back")

    partner_id: int
    consultant_id: int


@dataclass(frozen=True, kw_only=True)
class ConsultantRenamed(Event):
    """The name of a person of a firm was written differently."""

    title = _l("Consultant renamed")

    partner_id: int
    consultant_id: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ClosingStated(Event):
    """A firm said when it is closed, first and last day included."""

    title = _l("Closing days stated")

    partner_id: int
    first_on: date
    last_on: date
    note: str


@dataclass(frozen=True, kw_only=True)
class ClosingTakenBack(Event):
    """A firm took closing days back; of those under way the days that have passed stay."""

    title = _l("Closing days taken back")

    partner_id: int
    first_on: date
    last_on: date


@dataclass(frozen=True, kw_only=True)
class ProductNamed(Event):
    """A product that the vendor added got its name, or another one; `name` holds it by language."""

    title = _l("Product named")

    word: str
    name: dict[str, str]
