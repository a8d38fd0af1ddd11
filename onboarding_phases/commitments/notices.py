"""Who is told what about commitments: always the other side, and the owner of what waits for consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.commitments.events import (
    CommitmentAdded,
    CommitmentEvent,
    CommitmentKept,
    CommitmentRefused,
    CommitmentRenegotiated,
    CommitmentShared,
)
from onboarding_phases.onboardings.models import Onboarding
from portal.database import db
from portal.events import Subscription
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.levels import SHARED, Level
from portal.people import Role

WAITS, CHANGED, KEPT = "commitments.waits", "commitments.changed", "commitments.kept"


def tell_owner(event: CommitmentAdded | CommitmentKept) -> None:
    """The CS owner, or the CS managers where there is none: of what waits for consent, and of what a firm kept."""
    if isinstance(event, CommitmentAdded) and not event.waits_for_consent:
        return
    onboarding = _onboarding(event)
    owner = onboarding.owner_id
    if owner == event.actor_id:
        return
    audience = Audience(user_id=owner) if owner else Audience(roles=(Role.CS_MANAGER,))
    kind = WAITS if isinstance(event, CommitmentAdded) else KEPT
    notify(audience, kind, href=_address(event), customer=onboarding.customer_name)


def tell_firm(event: CommitmentEvent) -> None:
    """The firm's contact, where the firm may read it: of what it is to keep, and of what it need not any more."""
    news = not isinstance(event, CommitmentShared) or event.before == Level.VENDOR
    if event.level in SHARED and news:
        audience = Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,))
        notify(audience, CHANGED, href=_address(event), customer=_onboarding(event).customer_name)


def _onboarding(event: CommitmentEvent) -> Onboarding:
    return db.session.scalars(select(Onboarding).where(Onboarding.id == event.onboarding_id)).one()


def _address(event: CommitmentEvent) -> str:
    # Services also run where there is no request to build an address from.
    return f"/commitments/{event.commitment}"


def _waits_text(values: Mapping[str, Any]) -> str:
    return str(_("A commitment to %(customer)s waits for your consent.", **values))


def _changed_text(values: Mapping[str, Any]) -> str:
    return str(_("A commitment to %(customer)s is new or has changed.", **values))


def _kept_text(values: Mapping[str, Any]) -> str:
    return str(_("A commitment to %(customer)s was entered as kept.", **values))


_TEXTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    WAITS: _waits_text,
    CHANGED: _changed_text,
    KEPT: _kept_text,
}
NOTICES = [NoticeKind(name, text) for name, text in _TEXTS.items()]
SUBSCRIPTIONS = [
    Subscription(CommitmentAdded, tell_owner),
    Subscription(CommitmentKept, tell_owner),
    Subscription(CommitmentShared, tell_firm),
    Subscription(CommitmentRenegotiated, tell_firm),
    Subscription(CommitmentRefused, tell_firm),
]
