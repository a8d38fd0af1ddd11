"""Who is told what about handoffs to support: always the other side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.closing.support.events import (
    SupportHandoffAccepted,
    SupportHandoffReturned,
    SupportHandoffSubmitted,
)
from onboarding_phases.onboardings.events import OnboardingEvent
from onboarding_phases.onboardings.models import Onboarding
from portal.database import db
from portal.events import Subscription
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role

SUBMITTED, RETURNED, ACCEPTED = "closing.support_submitted", "closing.support_returned", "closing.support_accepted"


def tell_support(event: SupportHandoffSubmitted) -> None:
    """Support."""
    _notify(Audience(roles=(Role.SUPPORT,)), SUBMITTED, event, _onboarding(event))


def tell_writer(event: SupportHandoffReturned | SupportHandoffAccepted) -> None:
    """The side that submitted it: the CS owner, or the firm's contact."""
    onboarding = _onboarding(event)
    kind = RETURNED if isinstance(event, SupportHandoffReturned) else ACCEPTED
    if not event.by_vendor:
        audience = Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,))
    elif onboarding.owner_id:
        audience = Audience(user_id=onboarding.owner_id)
    else:
        audience = Audience(roles=(Role.CS_MANAGER,))
    _notify(audience, kind, event, onboarding)


def _notify(audience: Audience, kind: str, event: OnboardingEvent, onboarding: Onboarding) -> None:
    notify(audience, kind, href=f"/onboardings/{event.code}/support", customer=onboarding.customer_name)


def _onboarding(event: OnboardingEvent) -> Onboarding:
    return db.session.scalars(select(Onboarding).where(Onboarding.id == event.onboarding_id)).one()


def _submitted_text(values: Mapping[str, Any]) -> str:
    return str(_("The handoff of %(customer)s to support waits for your answer.", **values))


def _returned_text(values: Mapping[str, Any]) -> str:
    return str(_("The handoff of %(customer)s to support came back: something is missing.", **values))


def _accepted_text(values: Mapping[str, Any]) -> str:
    return str(_("Support has taken over %(customer)s.", **values))


_TEXTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    SUBMITTED: _submitted_text,
    RETURNED: _returned_text,
    ACCEPTED: _accepted_text,
}
NOTICES = [NoticeKind(name, text) for name, text in _TEXTS.items()]
SUBSCRIPTIONS = [
    Subscription(SupportHandoffSubmitted, tell_support),
    Subscription(SupportHandoffReturned, tell_writer),
    Subscription(SupportHandoffAccepted, tell_writer),
]
