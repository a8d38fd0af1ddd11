"""Reading what a guest may know: who they are, and how the one onboarding stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import selectinload, with_expression

from onboarding_phases.onboardings import clock as days
from onboarding_phases.onboardings.enums import HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase
from onboarding_phases.onboardings.queries.numbers import bounds_in_force
from onboarding_phases.onboardings.queries.rows import OnboardingRow, row_of
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.onboardings.standing import Bounds
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.room.enums import Turn
from onboarding_phases.room.models import RoomInvitation, RoomLetter, RoomSession
from onboarding_phases.room.values import Contact, Room, Step
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.queries import tasks_of
from onboarding_phases.tasks.rules import waits_for
from portal import clock
from portal.accounts.loading import token_hash
from portal.accounts.queries import Person, people, person_of
from portal.database import db
from portal.i18n import localized
from portal.people import Guest, Role
from portal.tenancy import Tenant


def usable_invitation(token: str) -> RoomInvitation | None:
    """The invitation behind the secret of a link, unless it was revoked, has expired, or its firm is closed.

    The link of a letter opens the same invitation, for as long as that link is good.
    """
    kept, now = token_hash(token), clock.now()
    by_letter = select(RoomLetter.invitation_id).where(RoomLetter.token_hash == kept, RoomLetter.expires_at > now)
    by_link = or_(RoomInvitation.token_hash == kept, RoomInvitation.id.in_(by_letter))
    return db.session.scalars(_good_invitations(now).where(by_link)).first()


def invitation_of_letter(token: str) -> RoomInvitation | None:
    """The invitation of whoever got the letter with this secret, while that is good; the letter may be old."""
    written = select(RoomLetter.invitation_id).where(RoomLetter.token_hash == token_hash(token))
    return db.session.scalars(_good_invitations(clock.now()).where(RoomInvitation.id.in_(written))).first()


def is_good(now: datetime) -> ColumnElement[bool]:
    """Whether an invitation lets anybody in; asked together with the firm as `Tenant`."""
    return and_(RoomInvitation.revoked_at.is_(None), RoomInvitation.expires_at > now, Tenant.closed_at.is_(None))


def _good_invitations(now: datetime) -> Select[RoomInvitation]:
    return select(RoomInvitation).join(Tenant, Tenant.id == RoomInvitation.partner_id).where(is_good(now))


def open_room_session(token: str | None) -> RoomSession | None:
    """The visit behind the secret of a cookie; None once it, its invitation or its firm has ended."""
    if not token:
        return None
    now = clock.now()
    statement = (
        select(RoomSession)
        .join(RoomInvitation, RoomInvitation.id == RoomSession.invitation_id)
        .join(Tenant, Tenant.id == RoomInvitation.partner_id)
        .where(
            RoomSession.token_hash == token_hash(token),
            RoomSession.revoked_at.is_(None),
            RoomSession.expires_at > now,
            is_good(now),
        )
        .options(with_expression(RoomSession.firm_name, Tenant.name))
    )
    return db.session.scalars(statement).first()


def guest_of(session: RoomSession) -> Guest:
    """The guest of an open session: one person of one customer."""
    invitation = session.invitation
    return Guest(
        name=invitation.name,
        code=invitation.code,
        partner_id=invitation.partner_id,
        firm_name=session.firm_name or "",
        case_id=invitation.onboarding_id,
        locale=invitation.locale,
        until=invitation.expires_at,
        is_written_to=invitation.wants_letters,
    )


def onboarding_of_invitation(invitation: RoomInvitation) -> Onboarding:
    """The onboarding to whose room somebody was invited."""
    return db.session.scalars(select(Onboarding).where(Onboarding.id == invitation.onboarding_id)).one()


def onboarding_of_guest(guest: Guest) -> Onboarding:
    """The one onboarding that a guest sees."""
    statement = (
        select(Onboarding)
        .where(Onboarding.id == guest.case_id)
        .options(selectinload(Onboarding.phases), selectinload(Onboarding.holds))
    )
    return db.session.scalars(statement).one()


def next_of(onboarding: Onboarding) -> tuple[Task, date] | None:
    """The customer's one next task and the day by which it is planned, as the room shows them."""
    task = next_task(onboarding, tasks_of(onboarding.id), _position(onboarding))
    if task is None:
        return None
    bounds = bounds_in_force()
    return task, _task_due_on(row_of(onboarding, clock.today(), bounds), task, bounds)


def code_of_next(onboarding: Onboarding) -> str:
    """The code of the customer's one next task; empty where there is none."""
    task = next_task(onboarding, tasks_of(onboarding.id), _position(onboarding))
    return "" if task is None else task.code


def room_of(guest: Guest) -> Room:
    """The room as its page shows it today."""
    onboarding, bounds = onboarding_of_guest(guest), bounds_in_force()
    row, tasks = row_of(onboarding, clock.today(), bounds), tasks_of(onboarding.id)
    own = [task for task in tasks if task.side is TaskSide.CUSTOMER and task.state is not TaskState.LEFT_OUT]
    position = _position(onboarding)
    task = next_task(onboarding, tasks, position)
    holds = [hold for hold in onboarding.holds if hold.cause is HoldCause.CUSTOMER]
    return Room(
        customer_name=onboarding.customer_name,
        firm_name=guest.firm_name,
        state=onboarding.state,
        net=row.net,
        gross=row.gross,
        x_days=onboarding.x_days,
        start_on=onboarding.start_on,
        ended_on=onboarding.ended_on,
        position=position,
        late_days=_late_days(row, onboarding.phases[position - 1], bounds),
        steps=[_step(row, phase, position, bounds) for phase in onboarding.phases],
        hold=_open_hold(onboarding, row.on),
        holds=sorted(holds, key=lambda hold: hold.started_on, reverse=True),
        turn=Turn.OURS if task is None else Turn.YOURS,
        task=task,
        task_due_on=None if task is None else _task_due_on(row, task, bounds),
        done=sum(1 for one in own if one.state is TaskState.DONE),
        total=len(own),
        go_live_on=_due_on(row, onboarding.phases[-1], bounds),
        firm_contact=_contact(next(iter(people([Role.PARTNER_MANAGER], partner_id=guest.partner_id)), None)),
        owner=_contact(None if onboarding.owner_id is None else person_of(onboarding.owner_id)),
    )


def next_task(onboarding: Onboarding, tasks: Sequence[Task], position: int) -> Task | None:
    """The customer's one next task: the first of the steps so far that waits for no other."""
    if onboarding.state is not OnboardingState.RUNNING:
        return None
    by_key = {task.key: task for task in tasks if task.key}
    mine = (
        task
        for task in tasks
        if task.side is TaskSide.CUSTOMER and task.state is TaskState.OPEN and task.position <= position
    )
    return next((task for task in mine if not waits_for(task, by_key)), None)


def _position(onboarding: Onboarding) -> int:
    """The first step that is not closed; the last one where all are."""
    return next((phase.position for phase in onboarding.phases if phase.state not in CLOSED), 6)


def _due_on(row: OnboardingRow, phase: Phase, bounds: Bounds) -> date:
    run = row.onboarding.run
    return days.due_on(run.start_on, phase.due_day, run.holds, row.on, limits=bounds.limits)


def _task_due_on(row: OnboardingRow, task: Task, bounds: Bounds) -> date:
    return task.due_on or _due_on(row, row.onboarding.phases[task.position - 1], bounds)


def _late_days(row: OnboardingRow, phase: Phase, bounds: Bounds) -> int:
    """By how many days the step at which it stands is behind the plan; none once it was handed in."""
    if row.onboarding.state is not OnboardingState.RUNNING or row.strip[phase.position - 1]["state"] != "late":
        return 0
    return (row.on - _due_on(row, phase, bounds)).days


def _step(row: OnboardingRow, phase: Phase, position: int, bounds: Bounds) -> Step:
    told = row.strip[phase.position - 1]
    runs = row.onboarding.state is OnboardingState.RUNNING
    return Step(
        name=told["name"],
        outcome=localized(phase.template.outcome),
        mark=told["state"],
        day=phase.completed_on if phase.state in CLOSED else _due_on(row, phase, bounds) if runs else None,
        is_current=runs and phase.position == position,
    )


def _open_hold(onboarding: Onboarding, on: date) -> Hold | None:
    if onboarding.state is not OnboardingState.RUNNING:
        return None
    return next((hold for hold in onboarding.holds if hold.is_open(on=on)), None)


def _contact(found: Person | None) -> Contact | None:
    return Contact(found.name, found.email) if found is not None and found.is_open and not found.is_invited else None
