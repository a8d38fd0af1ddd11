"""Whom to tell of due days that move or are asked to, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from onboarding_phases.extensions.events import (
    DueDaysMoved,
    ExtensionAsked,
    ExtensionDecided,
    ExtensionUnanswered,
    ExtensionWithdrawn,
)
from onboarding_phases.onboardings.events import OnboardingEvent
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.notices import audience_of_firm, audience_of_vendor
from partners.rights.queries import member_extension_days
from portal.database import db
from portal.events import Subscription
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role

MOVED = "extensions.moved"
ASKED = "extensions.asked"
DECIDED = "extensions.decided"
UNANSWERED = "extensions.unanswered"
WITHDRAWN = "extensions.withdrawn"
MANAGERS = Audience(roles=(Role.CS_MANAGER,))


def tell_other_side(event: DueDaysMoved) -> None:
    """Where the firm moved due days by its right, the vendor's owner; else the firm."""
    onboarding = _onboarding(event)
    audience = audience_of_vendor(onboarding) if event.by_firm else _firm(event)
    _notify(audience, MOVED, onboarding, position=event.position, days=event.days, reason=event.reason)


def tell_vendor_of_request(event: ExtensionAsked) -> None:
    """The owner, or the CS managers where it is beyond the owner's right or the owner asks."""
    onboarding = _onboarding(event)
    beyond = event.days > member_extension_days() or not event.by_firm
    audience = MANAGERS if beyond else audience_of_vendor(onboarding)
    _notify(audience, ASKED, onboarding, position=event.position, days=event.days, to="/decision")


def tell_vendor_of_withdrawal(event: ExtensionWithdrawn) -> None:
    """Those to whom the request went: they need not answer it."""
    onboarding = _onboarding(event)
    beyond = event.days > member_extension_days() or not event.by_firm
    audience = MANAGERS if beyond else audience_of_vendor(onboarding)
    _notify(audience, WITHDRAWN, onboarding, position=event.position, days=event.days)


def tell_of_decision(event: ExtensionDecided) -> None:
    """The firm where it asked or where its due days moved; the owner where the vendor's own side asked."""
    onboarding = _onboarding(event)
    told: dict[str, Any] = {"position": event.position, "days": event.days}
    told |= {"approved": event.approved, "answer": event.answer}
    if event.by_firm or event.approved:
        _notify(_firm(event), DECIDED, onboarding, **told)
    if not event.by_firm:
        _notify(audience_of_vendor(onboarding), DECIDED, onboarding, **told)


def tell_managers_of_silence(event: ExtensionUnanswered) -> None:
    """The CS managers, who answer what the owner left unanswered."""
    _notify(MANAGERS, UNANSWERED, _onboarding(event), position=event.position, days=event.days, to="/decision")


def _onboarding(event: OnboardingEvent) -> Onboarding:
    return db.session.scalars(select(Onboarding).where(Onboarding.id == event.onboarding_id)).one()


def _firm(event: OnboardingEvent) -> Audience:
    return audience_of_firm(event.partner_id, event.onboarding_id)


def _notify(audience: Audience, kind: str, onboarding: Onboarding, *, to: str = "", **values: Any) -> None:
    href = f"/onboardings/{onboarding.code}/due-days{to}"
    notify(audience, kind, href=href, customer=onboarding.customer_name, **values)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"customer": values["customer"], "number": values["position"]}


def _moved(values: Mapping[str, Any]) -> str:
    text: str = ngettext(
        "%(customer)s: due days from phase %(number)s on moved by %(num)s day. Reason: %(reason)s",
        "%(customer)s: due days from phase %(number)s on moved by %(num)s days. Reason: %(reason)s",
        values["days"],
        reason=values["reason"],
        **_told(values),
    )
    return text


def _asked(values: Mapping[str, Any]) -> str:
    text: str = ngettext(
        "%(customer)s: a request to move due days from phase %(number)s on by %(num)s day waits for your answer.",
        "%(customer)s: a request to move due days from phase %(number)s on by %(num)s days waits for your answer.",
        values["days"],
        **_told(values),
    )
    return text


def _decided(values: Mapping[str, Any]) -> str:
    if values["approved"]:
        text: str = ngettext(
            "%(customer)s: due days from phase %(number)s on moved by %(num)s day, as asked for.",
            "%(customer)s: due days from phase %(number)s on moved by %(num)s days, as asked for.",
            values["days"],
            **_told(values),
        )
        return text
    told = {"customer": values["customer"], "reason": values["answer"]}
    return str(_("%(customer)s: the due days stay as they are. Reason: %(reason)s", **told))


def _withdrawn(values: Mapping[str, Any]) -> str:
    told = _told(values)
    return str(_("%(customer)s: the request about the due day of phase %(number)s was withdrawn.", **told))


def _unanswered(values: Mapping[str, Any]) -> str:
    told = _told(values)
    return str(_("%(customer)s: nobody has answered the request about the due day of phase %(number)s.", **told))


NOTICES = [
    NoticeKind(MOVED, _moved),
    NoticeKind(ASKED, _asked),
    NoticeKind(DECIDED, _decided),
    NoticeKind(UNANSWERED, _unanswered),
    NoticeKind(WITHDRAWN, _withdrawn),
]
SUBSCRIPTIONS = [
    Subscription(DueDaysMoved, tell_other_side),
    Subscription(ExtensionAsked, tell_vendor_of_request),
    Subscription(ExtensionDecided, tell_of_decision),
    Subscription(ExtensionUnanswered, tell_managers_of_silence),
    Subscription(ExtensionWithdrawn, tell_vendor_of_withdrawal),
]
