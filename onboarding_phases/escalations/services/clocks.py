"""What happens when a clock is missed: the CS managers are told, once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding_phases.escalations.events import EscalationClockMissed
from onboarding_phases.escalations.models import Escalation, EscalationTurn
from onboarding_phases.onboardings.services.history import tell
from portal import clock
from portal.database import db
from portal.people import PORTAL

LOOK_AT_CLOCK = "escalations.look_at_clock"


def look_at_clock(*, turn_id: int) -> None:
    """When an answer is due: mark the turn as missed and tell it, unless that is done. Bears repeating."""
    turn = _turn(turn_id)
    if turn is None or turn.missed_at or turn.answered_at or turn.until_at or clock.now() < turn.due_at:
        return
    turn.missed_at = clock.now()
    escalation = turn.escalation
    told = {"escalation": escalation.code, "owner_role": turn.role.value, "due_at": turn.due_at}
    tell(EscalationClockMissed, escalation.onboarding, PORTAL, **told)


def turn_to_tell(turn_id: int) -> EscalationTurn | None:
    """A turn that still lasts and of which nobody was told, once: whoever asks has it marked as told."""
    turn = _turn(turn_id)
    if turn is None or turn.told_at or turn.until_at:
        return None
    turn.told_at = clock.now()
    return turn


def _turn(turn_id: int) -> EscalationTurn | None:
    statement = (
        select(EscalationTurn)
        .where(EscalationTurn.id == turn_id)
        .options(joinedload(EscalationTurn.escalation).joinedload(Escalation.onboarding))
    )
    return db.session.scalars(statement).one_or_none()
