"""Leaving an onboarding out of every rate, and letting it count again: never by one person alone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from onboarding_phases.onboardings.enums import ChangeKind, ExcludedReason
from onboarding_phases.onboardings.events import ExclusionAsked, ExclusionDecided, LiftingAsked, LiftingDecided
from onboarding_phases.onboardings.models import Exclusion, Onboarding
from onboarding_phases.onboardings.permissions import EXCLUDE_ONBOARDING
from onboarding_phases.onboardings.queries.decisions import open_exclusion
from onboarding_phases.onboardings.services.history import check_permission, check_text, note, tell, write
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.people import Principal


def ask_exclusion(onboarding: Onboarding, *, reason: ExcludedReason, text: str, actor: Principal) -> Exclusion:
    """Ask that an onboarding be left out of every rate, for one of the fixed reasons; it counts until decided.

    Raises:
        RuleViolation: it is left out already, or nothing is said.
        Stale: somebody asked before.
    """
    check_permission(EXCLUDE_ONBOARDING, actor)
    check_text(text, field="note")
    if onboarding.excluded_reason is not None:
        raise RuleViolation(_l("This onboarding is left out of the rates already."))
    asked = _ask(onboarding, reason, text, actor, lifts=False)
    note(onboarding, ChangeKind.EXCLUSION_ASKED, clock.today(), actor, reason=asked.note)
    tell(ExclusionAsked, onboarding, actor, reason=reason.value, note=asked.note)
    return asked


def ask_lifting(onboarding: Onboarding, *, text: str, actor: Principal) -> Exclusion:
    """Ask that an onboarding which is left out of every rate count again; it stays out until decided.

    Raises:
        RuleViolation: it counts already, or nothing is said.
        Stale: somebody asked before.
    """
    check_permission(EXCLUDE_ONBOARDING, actor)
    check_text(text, field="note")
    reason = onboarding.excluded_reason
    if reason is None:
        raise RuleViolation(_l("This onboarding counts in the rates already."))
    asked = _ask(onboarding, reason, text, actor, lifts=True)
    note(onboarding, ChangeKind.LIFTING_ASKED, clock.today(), actor, reason=asked.note)
    tell(LiftingAsked, onboarding, actor, reason=reason.value, note=asked.note)
    return asked


def _ask(onboarding: Onboarding, reason: ExcludedReason, text: str, actor: Principal, *, lifts: bool) -> Exclusion:
    taken = _l("Somebody asked for this already; a second person decides.")
    if open_exclusion(onboarding.id) is not None:
        raise Stale(taken)
    asked = Exclusion(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        reason=reason,
        note=text.strip(),
        asked_at=clock.now(),
        asked_by=actor.name,
        asked_by_id=actor.id,
        lifts=lifts,
    )
    try:
        with db.session.begin_nested():
            db.session.add(asked)
    except IntegrityError as error:
        raise Stale(taken) from error
    return asked


def decide_exclusion(
    asked: Exclusion, *, onboarding: Onboarding, approve: bool, answer: str, actor: Principal
) -> None:
    """Approve or refuse what somebody else asked for: that an onboarding be left out, or that it count again.

    Raises:
        RuleViolation: the same person asked, or a refusal says nothing.
        Stale: it is decided already.
    """
    check_permission(EXCLUDE_ONBOARDING, actor)
    if asked.decided_at is not None:
        raise Stale(_l("This is decided already."))
    if asked.asked_by_id == actor.id:
        raise RuleViolation(_l("A second person decides. You asked for it yourself."))
    if not approve:
        check_text(answer, field="answer")
    asked.decided_at, asked.decided_by = clock.now(), actor.name
    asked.is_approved, asked.answer = approve, answer.strip()
    if approve:
        onboarding.excluded_reason = None if asked.lifts else asked.reason
    write()
    note(onboarding, _kind(asked), clock.today(), actor, reason=asked.answer)
    told = LiftingDecided if asked.lifts else ExclusionDecided
    tell(told, onboarding, actor, reason=asked.reason.value, approved=approve, answer=asked.answer)


def _kind(decided: Exclusion) -> ChangeKind:
    if decided.lifts:
        return ChangeKind.EXCLUSION_LIFTED if decided.is_approved else ChangeKind.LIFTING_REFUSED
    return ChangeKind.EXCLUDED if decided.is_approved else ChangeKind.EXCLUSION_REFUSED
