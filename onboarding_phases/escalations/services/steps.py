"""What every verb does: see that it may, write the entry at its level, pass the turn, tell it."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.escalations.enums import EntryKind, EscalationState, Part
from onboarding_phases.escalations.enums import EscalationAction as Action
from onboarding_phases.escalations.events import EscalationEvent
from onboarding_phases.escalations.models import Escalation, EscalationMessage, EscalationNote, EscalationTurn
from onboarding_phases.escalations.permissions import ACTION_PERMISSIONS
from onboarding_phases.escalations.queries import due_at
from onboarding_phases.escalations.rules import check_part, levels_of, step_of
from onboarding_phases.escalations.services.clocks import LOOK_AT_CLOCK
from onboarding_phases.escalations.values import Words
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, check_text, tell, write
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.jobs.services import enqueue
from portal.levels import Level
from portal.people import PARTNER_ROLES, Principal, Role

Owner = tuple[Role, int | None]


def parts_of(escalation: Escalation, actor: Principal) -> Set[Part]:
    """What somebody who sees an escalation is to it."""
    parts = {Part.READER}
    if _owns(escalation, actor):
        parts.add(Part.OWNER)
    if actor.role in PARTNER_ROLES if escalation.raised_by_firm else actor.id == escalation.raised_by_id:
        parts.add(Part.RAISER)
    if actor.role is Role.CS_MANAGER:
        parts.add(Part.MANAGER)
    return parts


def _owns(escalation: Escalation, actor: Principal) -> bool:
    if escalation.owner_role in PARTNER_ROLES:
        return actor.role in PARTNER_ROLES
    if escalation.owner_id is not None:
        return actor.id == escalation.owner_id
    return actor.role is escalation.owner_role


def check_may(escalation: Escalation, action: Action, actor: Principal) -> EscalationState:
    """The state that an action leads to, where it is possible and this person's.

    Raises:
        RuleViolation: it is not for this role, this state, or this person.
    """
    check_permission(ACTION_PERMISSIONS[action], actor)
    step = step_of(escalation.state, action)
    check_part(step, parts_of(escalation, actor))
    if action is Action.HAND_BACK and Part.RAISER in parts_of(escalation, actor):
        raise RuleViolation(_l("You raised it yourself. Transfer it to another role, or resolve it."))
    if action is Action.SHARE and escalation.is_shared:
        raise RuleViolation(_l("The firm reads this escalation already."))
    if action is Action.REVIEW and escalation.reviewed_at is not None:
        raise RuleViolation(_l("This escalation is reviewed already."))
    if action is Action.TAKE_OVER and escalation.is_taken_over:
        raise RuleViolation(_l("The case is taken over already."))
    return step.to


def may(escalation: Escalation, action: Action, actor: Principal) -> bool:
    """Whether an action is possible now for this person, for its button."""
    if not ACTION_PERMISSIONS[action].allows(actor):
        return False
    try:
        check_may(escalation, action, actor)
    except RuleViolation:
        return False
    return True


def levels_for(escalation: Escalation, action: Action, actor: Principal) -> tuple[Level, ...]:
    """Who may read what this person writes with an action, the narrowest first."""
    return levels_of(
        action,
        by_firm=not actor.is_vendor,
        raised_by_firm=escalation.raised_by_firm,
        is_shared=escalation.is_shared,
    )


def check_words(escalation: Escalation, action: Action, words: Words, actor: Principal) -> None:
    """See that something is said, to readers whom it may reach.

    Raises:
        RuleViolation: nothing is said, or it cannot be for these readers.
    """
    check_text(words.text, field="text")
    if words.level not in levels_for(escalation, action, actor):
        raise RuleViolation(_l("This cannot be read by them. Choose one of the readers named here."), field="level")


def enter(
    escalation: Escalation, kind: EntryKind, words: Words, actor: Principal, *, to_role: Role | None = None
) -> None:
    """Add one entry to the thread; what the vendor reads alone becomes a row of the vendor."""
    escalation.entries += 1
    row: EscalationMessage | EscalationNote
    if words.level is Level.VENDOR:
        row = EscalationNote()
    else:
        row = EscalationMessage(partner_id=escalation.partner_id, level=words.level)
    row.escalation_id, row.place, row.kind, row.at = escalation.id, escalation.entries, kind, clock.now()
    row.by, row.by_id, row.by_role = actor.name, actor.id, actor.role
    row.text, row.to_role, row.told_customer = words.text.strip(), to_role, words.told_customer
    db.session.add(row)


def pass_to(escalation: Escalation, owner: Owner) -> datetime:
    """Let somebody own it from now on, with a clock of their own; gives when their answer is due."""
    now = clock.now()
    end_turn(escalation)
    escalation.owner_role, escalation.owner_id = owner
    escalation.due_at = due = due_at(escalation.severity, now)
    turn = EscalationTurn(
        partner_id=escalation.partner_id,
        escalation_id=escalation.id,
        role=owner[0],
        user_id=owner[1],
        since_at=now,
        due_at=due,
    )
    db.session.add(turn)
    db.session.flush()
    enqueue(LOOK_AT_CLOCK, run_at=due, turn_id=turn.id)
    return due


def open_turn(escalation: Escalation) -> EscalationTurn | None:
    """The turn of the present owner; None once it is resolved."""
    statement = select(EscalationTurn).where(
        EscalationTurn.escalation_id == escalation.id, EscalationTurn.until_at.is_(None)
    )
    return db.session.scalars(statement).one_or_none()


def end_turn(escalation: Escalation) -> None:
    """Let nobody own it; its clock stands still."""
    turn = open_turn(escalation)
    if turn is not None:
        turn.until_at = clock.now()
        # Written before another turn begins: the database allows one.
        db.session.flush()
    escalation.due_at = None


def keep(escalation: Escalation) -> Onboarding:
    """Write what changed now, so that a second writer is told; gives the onboarding."""
    write()
    return escalation.onboarding


def publish_of(kind: type[EscalationEvent], escalation: Escalation, actor: Principal, **values: Any) -> None:
    """Tell what happened to an escalation."""
    tell(kind, escalation.onboarding, actor, escalation=escalation.code, **values)
