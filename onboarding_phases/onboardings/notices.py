"""Whom to tell of what happens to onboardings, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding_phases.onboardings.events import (
    OnboardingEvent,
    PhaseCompleted,
    PhaseEvent,
    PhaseReturned,
    PhaseSubmitted,
)
from onboarding_phases.onboardings.models import Onboarding, Phase, Staffing
from partners.models import Consultant
from portal.database import db
from portal.events import Subscription
from portal.i18n import localized
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role

SUBMITTED = "onboardings.phase_submitted"
RETURNED = "onboardings.phase_returned"
COMPLETED = "onboardings.phase_completed"


def tell_vendor_of_submission(event: PhaseSubmitted) -> None:
    """The owner reviews it; where there is none, the CS managers do."""
    phase = _phase(event)
    owner_id = phase.onboarding.owner_id
    audience = Audience(user_id=owner_id) if owner_id else Audience(roles=(Role.CS_MANAGER,))
    _notify(audience, SUBMITTED, phase)


def tell_firm_of_return(event: PhaseReturned) -> None:
    """The firm's contact and the people whom the firm put on it."""
    phase = _phase(event)
    for audience in _firm(event):
        _notify(audience, RETURNED, phase, missing=event.missing)


def tell_firm_of_completion(event: PhaseCompleted) -> None:
    """The firm's contact and the people whom the firm put on it."""
    phase = _phase(event)
    for audience in _firm(event):
        _notify(audience, COMPLETED, phase)


def _phase(event: PhaseEvent) -> Phase:
    statement = (
        select(Phase)
        .where(Phase.onboarding_id == event.onboarding_id, Phase.position == event.position)
        .options(joinedload(Phase.onboarding))
    )
    return db.session.scalars(statement).one()


def _firm(event: OnboardingEvent) -> Iterator[Audience]:
    yield Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,))
    named = (
        select(Consultant.user_id)
        .join(Staffing, Staffing.consultant_id == Consultant.id)
        .where(Staffing.onboarding_id == event.onboarding_id, Staffing.until_on.is_(None))
    )
    for user_id in db.session.scalars(named):
        yield Audience(user_id=user_id)


def _notify(audience: Audience, kind: str, phase: Phase, **values: Any) -> None:
    onboarding: Onboarding = phase.onboarding
    # Written out: services also run where there is no request to build an address from.
    href = f"/onboardings/{onboarding.code}/phases/{phase.position}"
    told = {"customer": onboarding.customer_name, "phase": dict(phase.template.name)}
    notify(audience, kind, href=href, **told, **values)


def _words(values: Mapping[str, Any]) -> dict[str, str]:
    return {**values, "phase": localized(values["phase"])}


def _submitted(values: Mapping[str, Any]) -> str:
    text: str = _("%(customer)s: “%(phase)s” was submitted and awaits your review.", **_words(values))
    return text


def _returned(values: Mapping[str, Any]) -> str:
    text: str = _("%(customer)s: “%(phase)s” was returned. Missing: %(missing)s", **_words(values))
    return text


def _completed(values: Mapping[str, Any]) -> str:
    text: str = _("%(customer)s: “%(phase)s” was accepted.", **_words(values))
    return text


NOTICES = [NoticeKind(SUBMITTED, _submitted), NoticeKind(RETURNED, _returned), NoticeKind(COMPLETED, _completed)]
SUBSCRIPTIONS = [
    Subscription(PhaseSubmitted, tell_vendor_of_submission),
    Subscription(PhaseReturned, tell_firm_of_return),
    Subscription(PhaseCompleted, tell_firm_of_completion),
]
