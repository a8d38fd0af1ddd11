"""Whom to tell of what happens to onboardings, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding_phases.onboardings.events import (
    HoldDecided,
    HoldPlaced,
    OnboardingEvent,
    OnboardingMoved,
    OwnerChanged,
    PhaseCompleted,
    PhaseEvent,
    PhaseReturned,
    PhaseSkipped,
    PhaseSubmitted,
)
from onboarding_phases.onboardings.models import Onboarding, Phase, Staffing
from onboarding_phases.onboardings.services.holds import hold_to_remind_of
from partners.models import Consultant
from portal.database import db
from portal.events import Subscription
from portal.i18n import current_locale, localized
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role
from portal.ui.formatting import format_day

SUBMITTED = "onboardings.phase_submitted"
RETURNED = "onboardings.phase_returned"
SKIPPED = "onboardings.phase_skipped"
COMPLETED = "onboardings.phase_completed"
HOLD_WAITS = "onboardings.hold_waits"
HOLD_DECIDED = "onboardings.hold_decided"
HOLD_ENDS = "onboardings.hold_ends"
MOVED = "onboardings.moved"
OWNED = "onboardings.owned"


def tell_vendor_of_submission(event: PhaseSubmitted) -> None:
    """The owner reviews it; where there is none, the CS managers do. What needs no review waits for nobody."""
    if not event.needs_review:
        return
    phase = _phase(event)
    _notify(audience_of_vendor(phase.onboarding), SUBMITTED, phase)


def tell_firm_of_return(event: PhaseReturned) -> None:
    """The firm's contact and the people whom the firm put on it."""
    _notify(audience_of_firm(event.partner_id, event.onboarding_id), RETURNED, _phase(event), missing=event.missing)


def tell_vendor_of_skip(event: PhaseSkipped) -> None:
    """What a firm skips by its right, the owner reads; where there is none, the CS managers do."""
    if event.by_right:
        phase = _phase(event)
        _notify(audience_of_vendor(phase.onboarding), SKIPPED, phase, reason=event.reason)


def tell_firm_of_completion(event: PhaseCompleted) -> None:
    """The firm's contact and the people whom the firm put on it."""
    _notify(audience_of_firm(event.partner_id, event.onboarding_id), COMPLETED, _phase(event))


def tell_vendor_of_hold(event: HoldPlaced) -> None:
    """A hold that a firm entered for another's cause waits for the owner, or for the CS managers."""
    if event.waits_for_vendor:
        _notify_of_hold(
            audience_of_vendor(_onboarding(event)), HOLD_WAITS, event, day=event.expected_end_on.isoformat()
        )


def tell_firm_of_hold(event: HoldDecided) -> None:
    """The firm's contact and the people whom the firm put on it."""
    _notify_of_hold(
        audience_of_firm(event.partner_id, event.onboarding_id),
        HOLD_DECIDED,
        event,
        confirmed=event.confirmed,
        reason=event.reason,
    )


def tell_firm_of_move(event: OnboardingMoved) -> None:
    """The firm's contact and the people whom the firm put on it: due days and tasks may be other."""
    customer = _onboarding(event).customer_name
    notify(
        audience_of_firm(event.partner_id, event.onboarding_id),
        MOVED,
        href=f"/onboardings/{event.code}",
        customer=customer,
        reason=event.reason,
    )


def tell_new_owner(event: OwnerChanged) -> None:
    """Whoever owns it from now on."""
    if event.owner_id != event.actor_id:
        customer = _onboarding(event).customer_name
        notify(Audience(user_id=event.owner_id), OWNED, href=f"/onboardings/{event.code}", customer=customer)


def remind_of_hold(*, hold_id: int) -> None:
    """The business day before the clock runs again: tell both sides, once."""
    hold = hold_to_remind_of(hold_id)
    if hold is None:
        return
    onboarding, day = hold.onboarding, hold.expected_end_on.isoformat()
    firm = Audience(partner_id=onboarding.partner_id, roles=(Role.PARTNER_MANAGER,))
    for audience in (audience_of_vendor(onboarding), firm):
        href = f"/onboardings/{onboarding.code}"
        notify(audience, HOLD_ENDS, href=href, customer=onboarding.customer_name, day=day)


def audience_of_vendor(onboarding: Onboarding) -> Audience:
    """The vendor's owner, or where there is none the CS managers."""
    owner_id = onboarding.owner_id
    return Audience(user_id=owner_id) if owner_id else Audience(roles=(Role.CS_MANAGER,))


def _onboarding(event: OnboardingEvent) -> Onboarding:
    return db.session.scalars(select(Onboarding).where(Onboarding.id == event.onboarding_id)).one()


def _notify_of_hold(audience: Audience, kind: str, event: OnboardingEvent, **values: Any) -> None:
    customer = _onboarding(event).customer_name
    notify(audience, kind, href=f"/onboardings/{event.code}", customer=customer, **values)


def _phase(event: PhaseEvent) -> Phase:
    statement = (
        select(Phase)
        .where(Phase.onboarding_id == event.onboarding_id, Phase.position == event.position)
        .options(joinedload(Phase.onboarding))
    )
    return db.session.scalars(statement).one()


def audience_of_firm(partner_id: int, onboarding_id: int) -> Audience:
    """The firm's contact, and the people whom the firm put on it."""
    named = (
        select(Consultant.user_id)
        .join(Staffing, Staffing.consultant_id == Consultant.id)
        .where(Staffing.onboarding_id == onboarding_id, Staffing.until_on.is_(None))
    )
    named_ids = tuple(db.session.scalars(named))
    return Audience(partner_id=partner_id, roles=(Role.PARTNER_MANAGER,), others=named_ids)


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


def _skipped(values: Mapping[str, Any]) -> str:
    text: str = _("%(customer)s: the firm skipped “%(phase)s” by its right. Reason: %(reason)s", **_words(values))
    return text


def _completed(values: Mapping[str, Any]) -> str:
    text: str = _("%(customer)s: “%(phase)s” was accepted.", **_words(values))
    return text


def _hold_waits(values: Mapping[str, Any]) -> str:
    told = {"customer": values["customer"], "day": _day(values)}
    return str(_("%(customer)s: a hold until %(day)s waits for your confirmation.", **told))


def _hold_decided(values: Mapping[str, Any]) -> str:
    if values["confirmed"]:
        return str(_("%(customer)s: the hold was confirmed.", customer=values["customer"]))
    told = {"customer": values["customer"], "reason": values["reason"]}
    return str(_("%(customer)s: the hold was refused. Reason: %(reason)s", **told))


def _hold_ends(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: the clock runs again on %(day)s.", customer=values["customer"], day=_day(values)))


def _moved(values: Mapping[str, Any]) -> str:
    told = {"customer": values["customer"], "reason": values["reason"]}
    text: str = _(
        "%(customer)s: due days and tasks follow the new version of the playbook. Reason: %(reason)s", **told
    )
    return text


def _owned(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: you are its CS owner from now on.", customer=values["customer"]))


def _day(values: Mapping[str, Any]) -> str:
    return format_day(date.fromisoformat(values["day"]), current_locale())


NOTICES = [
    NoticeKind(SUBMITTED, _submitted),
    NoticeKind(RETURNED, _returned),
    NoticeKind(SKIPPED, _skipped),
    NoticeKind(COMPLETED, _completed),
    NoticeKind(HOLD_WAITS, _hold_waits),
    NoticeKind(HOLD_DECIDED, _hold_decided),
    NoticeKind(HOLD_ENDS, _hold_ends),
    NoticeKind(MOVED, _moved),
    NoticeKind(OWNED, _owned),
]
SUBSCRIPTIONS = [
    Subscription(PhaseSubmitted, tell_vendor_of_submission),
    Subscription(PhaseReturned, tell_firm_of_return),
    Subscription(PhaseSkipped, tell_vendor_of_skip),
    Subscription(PhaseCompleted, tell_firm_of_completion),
    Subscription(HoldPlaced, tell_vendor_of_hold),
    Subscription(HoldDecided, tell_firm_of_hold),
    Subscription(OnboardingMoved, tell_firm_of_move),
    Subscription(OwnerChanged, tell_new_owner),
]
