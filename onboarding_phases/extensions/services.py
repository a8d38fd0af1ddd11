"""Moving due days, asking for it, and answering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.extensions.defaults import LONGEST
from onboarding_phases.extensions.enums import Ground
from onboarding_phases.extensions.events import (
    DueDaysMoved,
    ExtensionAsked,
    ExtensionDecided,
    ExtensionUnanswered,
    ExtensionWithdrawn,
)
from onboarding_phases.extensions.models import Extension
from onboarding_phases.extensions.permissions import DECIDE_EXTENSIONS, MOVE_DUE_DAYS
from onboarding_phases.extensions.queries import answer_days, decides, may_withdraw, right_of, waiting_extension
from onboarding_phases.extensions.rules import movable_positions, reaches, shifts_of
from onboarding_phases.extensions.values import Right, Shift, digest
from onboarding_phases.onboardings.enums import ChangeKind, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.onboardings.services.history import (
    check_permission,
    check_running,
    check_text,
    note,
    tell,
    write,
)
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.jobs.services import enqueue
from portal.people import PORTAL, Principal

ESCALATE = "extensions.escalate"
ESCALATED_AT = time(9)


def move_due_days(
    onboarding: Onboarding, *, position: int, days: int, reason: str, seen: str, actor: Principal
) -> Extension:
    """Let a phase, and the later ones that lie with the firm, be due later; within the actor's right at once.

    Beyond it this is a request, which somebody of the vendor with the right to answers by a business day. `seen` is
    the digest of the preview that the actor had before their eyes.

    Raises:
        RuleViolation: the days are none or too many, nothing is said, or the phase is submitted or closed.
        Stale: the onboarding has ended, a request waits already, or something of the preview is other now.
    """
    check_permission(MOVE_DUE_DAYS, actor)
    check_running(onboarding)
    check_text(reason, field="reason")
    shifts = _checked_shifts(onboarding, position, days, seen)
    right, bounds, today = right_of(actor, onboarding), bounds_in_force(), clock.today()
    by_firm = not actor.is_vendor
    extension = Extension(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        position=position,
        days=days,
        reason=reason.strip(),
        ground=Ground.REQUEST,
        by_firm=by_firm,
        asked_at=clock.now(),
        asked_by=actor.name,
        asked_by_id=actor.id,
        moved={},
    )
    db.session.add(extension)
    if reaches(right, onboarding.run, position, days, by_firm=by_firm, on=today, bounds=bounds):
        _move_by_right(extension, onboarding, shifts, right, actor)
    else:
        _ask(extension, onboarding, actor)
    return extension


def _checked_shifts(onboarding: Onboarding, position: int, days: int, seen: str) -> list[Shift]:
    if not 1 <= days <= LONGEST:
        raise RuleViolation(_l("From 1 to %(most)s days is right.", most=LONGEST), field="days")
    if position not in movable_positions(onboarding.run):
        raise RuleViolation(_l("The due day of a submitted or closed phase does not move."), field="phase")
    if waiting_extension(onboarding.id) is not None:
        raise Stale(_l("A request to move due days waits for its answer already. One at a time is right."))
    shifts = shifts_of(onboarding.run, position, days, on=clock.today(), bounds=bounds_in_force())
    if digest(shifts) != seen:
        raise Stale(_l("Something of what you saw has changed in the meantime. Look again at what changes now."))
    return shifts


def _move_by_right(
    extension: Extension, onboarding: Onboarding, shifts: Sequence[Shift], right: Right, actor: Principal
) -> None:
    extension.ground = right.ground
    extension.decided_at, extension.decided_by = clock.now(), actor.name
    extension.is_approved, extension.answer = True, ""
    due_days = _carry_out(extension, onboarding, shifts)
    told = {"position": extension.position, "days": extension.days, "reason": extension.reason}
    note(onboarding, ChangeKind.DUE_DAYS_MOVED, clock.today(), actor, **told, ground=right.ground.value)
    by = {"ground": right.ground.value, "by_firm": extension.by_firm, "right_days": right.days}
    tell(DueDaysMoved, onboarding, actor, due_days=due_days, **told, **by)


def _carry_out(extension: Extension, onboarding: Onboarding, shifts: Sequence[Shift]) -> dict[str, tuple[int, int]]:
    by_position = {phase.position: phase for phase in onboarding.phases}
    moving = {shift.position: (shift.before_day, shift.after_day) for shift in shifts if not shift.stays}
    for position, (_before, after) in moving.items():
        by_position[position].due_day = after
    extension.moved = {str(position): list(days) for position, days in moving.items()}
    write()
    refresh_outlook(onboarding)
    return {str(position): days for position, days in moving.items()}


def _ask(extension: Extension, onboarding: Onboarding, actor: Principal) -> None:
    answer_by = CALENDAR.add(clock.today(), answer_days())
    extension.answer_by = answer_by
    write()
    told: dict[str, Any] = {"position": extension.position, "days": extension.days, "reason": extension.reason}
    told["by_firm"] = extension.by_firm
    note(onboarding, ChangeKind.EXTENSION_ASKED, clock.today(), actor, **told, answer_by=answer_by.isoformat())
    tell(ExtensionAsked, onboarding, actor, answer_by=answer_by, **told)
    silent_from = datetime.combine(answer_by + timedelta(days=1), ESCALATED_AT, clock.zone())
    enqueue(ESCALATE, run_at=silent_from, extension_id=extension.id)


def decide_extension(
    extension: Extension, *, onboarding: Onboarding, approve: bool, answer: str, actor: Principal
) -> None:
    """Approve a request, so that the due days move; or refuse it, saying why.

    Phases that were submitted since it was asked for move too, others that are submitted or closed do not.

    Raises:
        RuleViolation: a refusal says nothing, or the days are beyond the actor's right, or they asked themselves.
        Stale: it is decided already, or the onboarding has ended.
    """
    check_permission(DECIDE_EXTENSIONS, actor)
    check_running(onboarding)
    if not extension.is_waiting:
        raise Stale(_l("This request is not waiting any more: it was answered or withdrawn."))
    if not decides(actor, extension):
        raise RuleViolation(_l("This is beyond your own right. A CS manager decides it."))
    if not approve:
        check_text(answer, field="answer")
    extension.decided_at, extension.decided_by = clock.now(), actor.name
    extension.is_approved, extension.answer = approve, answer.strip()
    due_days: dict[str, tuple[int, int]] = {}
    if approve:
        due_days = _carry_out(extension, onboarding, _shifts_asked_for(extension, onboarding))
    write()
    told = {"position": extension.position, "days": extension.days}
    kind = ChangeKind.EXTENSION_GRANTED if approve else ChangeKind.EXTENSION_REFUSED
    note(onboarding, kind, clock.today(), actor, **told, reason=extension.answer)
    by = {"by_firm": extension.by_firm, "approved": approve, "answer": extension.answer}
    tell(ExtensionDecided, onboarding, actor, due_days=due_days, **told, **by)


def withdraw_extension(extension: Extension, *, onboarding: Onboarding, actor: Principal) -> None:
    """Take a request back that nobody has answered: the due days stay, and no answer is due any more.

    Raises:
        RuleViolation: the other side asked for it.
        Stale: it is answered or withdrawn already, or the onboarding has ended.
    """
    check_permission(MOVE_DUE_DAYS, actor)
    check_running(onboarding)
    if not may_withdraw(actor, extension):
        raise RuleViolation(_l("Only whoever asked for it takes it back."))
    if not extension.is_waiting:
        raise Stale(_l("This request is not waiting any more: it was answered or withdrawn."))
    extension.decided_at, extension.decided_by = clock.now(), actor.name
    write()
    told = {"position": extension.position, "days": extension.days}
    note(onboarding, ChangeKind.EXTENSION_WITHDRAWN, clock.today(), actor, **told)
    tell(ExtensionWithdrawn, onboarding, actor, by_firm=extension.by_firm, **told)


def _shifts_asked_for(extension: Extension, onboarding: Onboarding) -> list[Shift]:
    return shifts_of(
        onboarding.run,
        extension.position,
        extension.days,
        on=clock.today(),
        bounds=bounds_in_force(),
        asked_on=clock.day_of(extension.asked_at),
    )


def escalate_extension(*, extension_id: int) -> None:
    """Pass a request on to the CS managers whose answer is overdue, once."""
    extension = db.session.scalars(select(Extension).where(Extension.id == extension_id)).one_or_none()
    if extension is None or not extension.is_waiting or extension.escalated_at is not None:
        return
    statement = select(Onboarding).where(Onboarding.id == extension.onboarding_id)
    onboarding = db.session.scalars(statement).one()
    if onboarding.state is not OnboardingState.RUNNING or extension.answer_by is None:
        return
    extension.escalated_at = clock.now()
    told = {"position": extension.position, "days": extension.days, "answer_by": extension.answer_by}
    tell(ExtensionUnanswered, onboarding, PORTAL, **told)
