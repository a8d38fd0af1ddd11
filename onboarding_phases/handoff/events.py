"""What happens to handoffs. All of it is the vendor's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class HandoffEvent(Event):
    """Something about one customer's handoff, known by its code."""

    customer_id: int
    handoff: str


@dataclass(frozen=True, kw_only=True)
class HandoffOpened(HandoffEvent):
    """A handoff was begun."""

    title: ClassVar[str | LazyString] = _l("Handoff begun")


@dataclass(frozen=True, kw_only=True)
class HandoffSaved(HandoffEvent):
    """Answers were written: `changes` holds before and after by field."""

    title: ClassVar[str | LazyString] = _l("Handoff written")

    changes: dict[str, list[dict[str, str]]]
    completeness: int


@dataclass(frozen=True, kw_only=True)
class HandoffSigned(HandoffEvent):
    """It became known when the contract was signed, or that it is not."""

    title: ClassVar[str | LazyString] = _l("Date of signing entered")

    signed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class HandoffSubmitted(HandoffEvent):
    """Sales says that the handoff is complete."""

    title: ClassVar[str | LazyString] = _l("Handoff submitted")

    completeness: int


@dataclass(frozen=True, kw_only=True)
class HandoffReturned(HandoffEvent):
    """CS sent a handoff back, with what is missing by field."""

    title: ClassVar[str | LazyString] = _l("Handoff returned")

    missing: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class HandoffAccepted(HandoffEvent):
    """CS took the customer over; `override_reason` says why although the handoff was short of the target."""

    title: ClassVar[str | LazyString] = _l("Handoff accepted")

    completeness: int
    override_reason: str | None
