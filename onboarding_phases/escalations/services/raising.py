"""Raising an escalation: the routing table finds its owner."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations.enums import EntryKind, EscalationKind, EscalationState, Severity
from onboarding_phases.escalations.events import EscalationRaised
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.permissions import RAISE_ESCALATION
from onboarding_phases.escalations.queries import routes
from onboarding_phases.escalations.services.steps import Owner, enter, pass_to, publish_of
from onboarding_phases.escalations.values import Words
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, check_running, check_text
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.levels import Level
from portal.people import Principal, Role


def levels_to_raise(actor: Principal) -> tuple[Level, ...]:
    """Who may read of a new escalation, the narrowest first: a firm's reaches the vendor."""
    return (Level.VENDOR, Level.BOTH) if actor.is_vendor else (Level.BOTH,)


def owner_for(role: Role, onboarding: Onboarding) -> Owner:
    """Whoever owns it for a role: the onboarding's own CS owner by name, the others by their role."""
    if role is not Role.CS_MEMBER:
        return role, None
    return (role, onboarding.owner_id) if onboarding.owner_id else (Role.CS_MANAGER, None)


def raise_escalation(
    onboarding: Onboarding,
    *,
    kind: EscalationKind,
    severity: Severity,
    subject: str,
    words: Words,
    actor: Principal,
) -> Escalation:
    """Pass a problem to the role that owns its kind; the answer is due in business hours by its severity.

    Raises:
        RuleViolation: subject or text is missing, or it cannot be for these readers.
        Stale: the onboarding has ended.
    """
    check_permission(RAISE_ESCALATION, actor)
    check_running(onboarding)
    check_text(subject, field="subject")
    check_text(words.text, field="text")
    if words.level not in levels_to_raise(actor):
        raise RuleViolation(_l("This cannot be read by them. Choose one of the readers named here."), field="level")
    owner = owner_for(routes()[kind].role, onboarding)
    escalation = _new(onboarding, owner, actor)
    escalation.kind, escalation.severity, escalation.level = kind, severity, words.level
    escalation.subject = " ".join(subject.split())
    db.session.add(escalation)
    db.session.flush()
    enter(escalation, EntryKind.RAISED, words, actor, to_role=owner[0])
    due = pass_to(escalation, owner)
    side = "vendor" if actor.is_vendor else "partner"
    told = {"problem": kind.value, "severity": severity.value, "side": side, "level": words.level.value}
    publish_of(EscalationRaised, escalation, actor, owner_role=owner[0].value, due_at=due, **told)
    return escalation


def _new(onboarding: Onboarding, owner: Owner, actor: Principal) -> Escalation:
    return Escalation(
        partner_id=onboarding.partner_id,
        onboarding=onboarding,
        state=EscalationState.OPEN,
        raised_at=clock.now(),
        raised_by=actor.name,
        raised_by_id=actor.id,
        raised_role=actor.role,
        owner_role=owner[0],
        owner_id=owner[1],
        last_role=owner[0],
        last_id=owner[1],
        entries=0,
    )
