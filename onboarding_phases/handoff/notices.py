"""Who is told what about handoffs: always the other side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from onboarding_phases.handoff.events import HandoffAccepted, HandoffEvent, HandoffReturned, HandoffSubmitted
from onboarding_phases.handoff.models import Handoff
from portal.database import db
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role

SUBMITTED, RETURNED, ACCEPTED = "handoff.submitted", "handoff.returned", "handoff.accepted"


def tell_cs(event: HandoffSubmitted) -> None:
    """Tell the CS owner that a handoff waits, or the CS managers where nobody of CS owns the customer."""
    handoff = _handoff(event)
    owner = handoff.customer.cs_owner_id
    audience = Audience(user_id=owner) if owner else Audience(roles=(Role.CS_MANAGER,))
    if owner != event.actor_id:
        notify(audience, SUBMITTED, href=_address(event), name=handoff.customer.name, percent=event.completeness)


def tell_sales_of_return(event: HandoffReturned) -> None:
    """Tell sales that a handoff came back."""
    _tell_sales(event, RETURNED, count=len(event.missing))


def tell_sales_of_acceptance(event: HandoffAccepted) -> None:
    """Tell sales that CS has taken over."""
    _tell_sales(event, ACCEPTED)


def _tell_sales(event: HandoffEvent, kind: str, **values: Any) -> None:
    handoff = _handoff(event)
    reader = handoff.customer.sales_owner_id or handoff.submitted_by
    if reader is not None and reader != event.actor_id:
        notify(Audience(user_id=reader), kind, href=_address(event), name=handoff.customer.name, **values)


def _handoff(event: HandoffEvent) -> Handoff:
    return db.session.scalars(select(Handoff).where(Handoff.code == event.handoff)).one()


def _address(event: HandoffEvent) -> str:
    # Services also run where there is no request to build an address from.
    return f"/handoffs/{event.handoff}"


def _submitted_text(values: Mapping[str, Any]) -> str:
    return str(_("The handoff of %(name)s waits for acceptance (completeness %(percent)s%%).", **values))


def _returned_text(values: Mapping[str, Any]) -> str:
    text = ngettext(
        "The handoff of %(name)s came back: %(num)s field is not sufficient.",
        "The handoff of %(name)s came back: %(num)s fields are not sufficient.",
        values["count"],
        name=values["name"],
    )
    return str(text)


def _accepted_text(values: Mapping[str, Any]) -> str:
    return str(_("CS has accepted the handoff of %(name)s.", **values))


_TEXTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    SUBMITTED: _submitted_text,
    RETURNED: _returned_text,
    ACCEPTED: _accepted_text,
}
NOTICES = [NoticeKind(name, text) for name, text in _TEXTS.items()]
