"""What happens to offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from portal.events import Event


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

    title = _l("Offer sent")

    run: str | None
    start_on: date
    reply_by: datetime
    fee: int | None


@dataclass(frozen=True, kw_only=True)
class OfferReminded(OfferEvent):
    """The answer is due soon."""

    title = _l("Reminder of an offer")

    reply_by: datetime


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(OfferEvent):
    """The firm takes the customer."""

    title = _l("Offer accepted")

    onboarding: str


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(OfferEvent):
    """The firm does not take the customer."""

    title = _l("Offer declined")

    reason: str


@dataclass(frozen=True, kw_only=True)
class CounterEvent(OfferEvent):
    """Something that happened to the other terms that a firm proposed."""

    counter_id: int
    start_on: date
    fee: int


@dataclass(frozen=True, kw_only=True)
class OfferCountered(CounterEvent):
    """The firm would take the customer on other terms."""

    title = _l("Counter-proposal made")

    reason: str
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class CounterAgreed(CounterEvent):
    """The vendor agreed to the firm's terms; with that the offer is accepted."""

    title = _l("Counter-proposal agreed to")


@dataclass(frozen=True, kw_only=True)
class CounterDeclined(CounterEvent):
    """The vendor did not agree; the offer is open again as it was."""

    title = _l("Counter-proposal declined")

    reason: str
    reply_by: datetime


@dataclass(frozen=True, kw_only=True)
class CounterUnanswered(CounterEvent):
    """Nobody of the vendor has answered in time."""

    title = _l("Counter-proposal left unanswered")

    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(OfferEvent):
    """Nobody answered in time."""

    title = _l("Offer lapsed")


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(OfferEvent):
    """The vendor took the offer back."""

    title = _l("Offer taken back")

    reason: str


@dataclass(frozen=True, kw_only=True)
class AssignmentReturned(OfferEvent):
    """The firm gave an accepted customer back before its onboarding began; the customer waits again."""

    title = _l("Assignment given back late")

    onboarding: str
    start_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(OfferEvent):
    """The onboarding of an accepted offer is over; the customer may be offered again."""

    title = _l("Assignment ended")
