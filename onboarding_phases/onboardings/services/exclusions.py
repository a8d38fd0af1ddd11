"""Leaving an onboarding out of every rate: never by one person alone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import ChangeKind, ExcludedReason
from onboarding_phases.onboardings.events import ExclusionAsked, ExclusionDecided
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
    if open_exclusion(onboarding.id) is not None:
        raise Stale(_l("Somebody asked for this already; a second person decides."))
    asked = Exclusion(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        reason=reason,
        note=text.strip(),
        asked_at=clock.now(),
        asked_by=actor.name,
        asked_by_id=actor.id,
    )
    db.session.add(asked)
    db.session.flush()
    note(onboarding, ChangeKind.EXCLUSION_ASKED, clock.today(), actor, reason=asked.note)
    tell(ExclusionAsked, onboarding, actor, reason=reason.value, note=asked.note)
    return asked


def decide_exclusion(
    asked: Exclusion, *, onboarding: Onboarding, approve: bool, answer: str, actor: Principal
) -> None:
    """Approve or refuse an exclusion that somebody else asked for.

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
        onboarding.excluded_reason = asked.reason
    write()
    kind = ChangeKind.EXCLUDED if approve else ChangeKind.EXCLUSION_REFUSED
    note(onboarding, kind, clock.today(), actor, reason=asked.answer)
    tell(ExclusionDecided, onboarding, actor, reason=asked.reason.value, approved=approve, answer=asked.answer)
