"""Changing tasks one by one, or together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.onboardings.services.history import check_permission, check_running, check_text, tell, write
from onboarding_phases.onboardings.services.rescue import mark_rescued
from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.events import (
    TaskAdded,
    TaskDoneByCustomer,
    TaskLeftOut,
    TaskReopened,
    TasksDone,
)
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.permissions import CHANGE_TASKS
from onboarding_phases.tasks.queries import tasks_of
from onboarding_phases.tasks.rules import is_rescue, may_close, waits_for
from onboarding_phases.tasks.services.closing import close
from partners.rights.queries import decision_rights
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.i18n import current_locale, localized
from portal.people import Guest, Principal


def add_task(
    onboarding: Onboarding, *, position: int, text: str, side: TaskSide, due_on: date | None, actor: Principal
) -> Task:
    """Add a task that the playbook does not have; it binds nobody to an order or a method.

    Raises:
        RuleViolation: nothing is said, the phase is none of the six, or the day lies before today.
        Stale: the onboarding has ended.
    """
    check_permission(CHANGE_TASKS, actor)
    check_running(onboarding)
    check_text(text, field="text")
    if not 1 <= position <= 6:
        raise RuleViolation(_l("One of the six phases is right."), field="position")
    if due_on is not None and due_on < clock.today():
        raise RuleViolation(_l("Today or a day to come is right."), field="due_on")
    places = [task.place for task in tasks_of(onboarding.id) if task.position == position]
    task = Task(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        position=position,
        place=max(places, default=0) + 1,
        text={current_locale(): text.strip()},
        side=side,
        kind=StepKind.REFERENCE,
        is_optional=True,
        depends_on=[],
        due_on=due_on,
        state=TaskState.OPEN,
    )
    db.session.add(task)
    db.session.flush()
    tell(TaskAdded, onboarding, actor, task=task.code, position=position, side=side.value)
    return task


def finish_tasks(onboarding: Onboarding, chosen: Sequence[Task], *, actor: Principal) -> list[Task]:
    """Tick tasks off together, today; gives those of the partner that a vendor user did, each of them a rescue.

    Raises:
        RuleViolation: none is chosen, one waits for another that is open, or a firm ticks off the vendor's.
        Stale: the onboarding has ended, or somebody else closed one of them.
    """
    check_permission(CHANGE_TASKS, actor)
    check_running(onboarding)
    if not chosen:
        raise RuleViolation(_l("Choose the tasks that are done."))
    by_key = {task.key: task for task in tasks_of(onboarding.id) if task.key}
    for task in chosen:
        _check_may_finish(task, chosen, by_key, actor)
    rescued = [task for task in chosen if is_rescue(task.side, by_vendor=actor.is_vendor)]
    for task in chosen:
        close(task, TaskState.DONE, actor)
        task.rescued = task in rescued
    write()
    _keep_rescue(onboarding, rescued)
    codes = tuple(task.code for task in chosen)
    told = {"tasks": codes, "rescued": tuple(task.code for task in rescued), "on": clock.today()}
    tell(TasksDone, onboarding, actor, **told)
    return rescued


def _keep_rescue(onboarding: Onboarding, rescued: Sequence[Task]) -> None:
    """Phases under way in which the vendor did a task of the firm; what is done after the end helps nobody."""
    closed = {phase.position for phase in onboarding.phases if phase.state in CLOSED}
    positions = sorted({task.position for task in rescued} - closed)
    if positions:
        mark_rescued(onboarding, positions, on=clock.today())


def _check_may_finish(task: Task, chosen: Sequence[Task], by_key: dict[str, Task], actor: Principal) -> None:
    name = localized(task.text)
    if task.state is not TaskState.OPEN:
        raise Stale(_l("“%(task)s” was closed in the meantime.", task=name))
    if not may_close(task.side, by_vendor=actor.is_vendor):
        raise RuleViolation(_l("“%(task)s” is the vendor's task.", task=name))
    together = [other.key for other in chosen]
    before = waits_for(task, by_key, together=together)
    if before:
        first = localized(by_key[before[0]].text)
        raise RuleViolation(_l("“%(task)s” comes after “%(first)s”, which is open.", task=name, first=first))


def finish_for_customer(task: Task, *, onboarding: Onboarding, version: int, actor: Guest) -> None:
    """A person of the customer ticks off one of its own tasks in its room, today.

    Raises:
        RuleViolation: the task is not the customer's, or waits for another that is open.
        Stale: the onboarding has ended, or somebody else changed the task since `version`.
    """
    check_running(onboarding)
    if task.version != version or task.state is not TaskState.OPEN:
        raise Stale(_l("“%(task)s” was closed in the meantime.", task=localized(task.text)))
    by_key = {other.key: other for other in tasks_of(onboarding.id) if other.key}
    if task.side is not TaskSide.CUSTOMER or waits_for(task, by_key):
        raise RuleViolation(_l("A customer ticks off its own tasks, one after the other."))
    task.state, task.closed_on, task.closed_by = TaskState.DONE, clock.today(), actor.name
    write()
    event = TaskDoneByCustomer(
        actor_id=None,
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        code=onboarding.code,
        task=task.code,
        position=task.position,
        invitation=actor.code,
        on=clock.today(),
    )
    publish(event)


def leave_out_task(task: Task, *, onboarding: Onboarding, reason: str, actor: Principal) -> None:
    """Leave a task out of this onboarding. A firm leaves out optional ones, where its tier gives the right to.

    Raises:
        RuleViolation: no reason is given, or the firm has no right to.
        Stale: the onboarding has ended, or the task is closed.
    """
    check_permission(CHANGE_TASKS, actor)
    check_running(onboarding)
    check_text(reason, field="reason")
    if task.state is not TaskState.OPEN:
        raise Stale(_l("This task is closed already."))
    if not actor.is_vendor:
        _check_right(task)
    close(task, TaskState.LEFT_OUT, actor)
    task.reason = reason.strip()
    write()
    told = {"task": task.code, "position": task.position, "reason": task.reason}
    tell(TaskLeftOut, onboarding, actor, by_right=not actor.is_vendor, **told)


def _check_right(task: Task) -> None:
    if not task.is_optional:
        raise RuleViolation(_l("Only an optional task can be left out. Ask the vendor about others."))
    if not decision_rights(task.partner_id).leaves_out_optional_tasks:
        raise RuleViolation(_l("At the firm's tier the vendor decides which tasks are left out. Ask it."))


def reopen_task(task: Task, *, onboarding: Onboarding, actor: Principal) -> None:
    """Open a task again that was closed by mistake.

    Raises:
        RuleViolation: a firm opens the vendor's task.
        Stale: the onboarding has ended, or the task is open.
    """
    check_permission(CHANGE_TASKS, actor)
    check_running(onboarding)
    if task.state is TaskState.OPEN:
        raise Stale(_l("This task is open already."))
    if not may_close(task.side, by_vendor=actor.is_vendor):
        raise RuleViolation(_l("“%(task)s” is the vendor's task.", task=localized(task.text)))
    task.state, task.closed_on, task.closed_by, task.reason = TaskState.OPEN, None, None, None
    task.rescued = False
    write()
    tell(TaskReopened, onboarding, actor, task=task.code, position=task.position)
