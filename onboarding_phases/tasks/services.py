"""Changing tasks and blockers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.onboardings.events import OnboardingBegun
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.onboardings.services.history import check_permission, check_running, check_text, tell, write
from onboarding_phases.onboardings.services.outlook import mark_blocked
from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.playbooks.queries import tasks_of_playbook
from onboarding_phases.playbooks.values import PlaybookText, TaskText
from onboarding_phases.tasks.defaults import NUMBERS
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.events import (
    BlockerRaised,
    BlockerResolved,
    TaskAdded,
    TaskDoneByCustomer,
    TaskLeftOut,
    TaskReopened,
    TasksDone,
    TasksLaidOut,
    TasksTurnedOver,
)
from onboarding_phases.tasks.models import Blocker, Task
from onboarding_phases.tasks.permissions import CHANGE_TASKS, RAISE_BLOCKER, RESOLVE_BLOCKER
from onboarding_phases.tasks.queries import open_blockers, tasks_of
from onboarding_phases.tasks.rules import is_rescue, may_close, turnover, waits_for
from partners.rights.queries import decision_rights
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.i18n import current_locale, localized
from portal.people import PORTAL, Guest, Principal


def lay_out_tasks(event: OnboardingBegun) -> None:
    """Give a new onboarding the tasks of its playbook, once."""
    onboarding = db.session.scalars(select(Onboarding).where(Onboarding.id == event.onboarding_id)).one()
    found = tasks_of_playbook(onboarding.playbook_id)
    tasks = [_from_playbook(onboarding, position, task.position, task.text) for position, task in found]
    if tasks:
        db.session.add_all(tasks)
        db.session.flush()
        tell(TasksLaidOut, onboarding, PORTAL, count=len(tasks))


def _from_playbook(onboarding: Onboarding, position: int, place: int, text: TaskText) -> Task:
    return Task(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        position=position,
        place=place,
        key=text.key,
        text=dict(text.title),
        side=text.side,
        kind=text.kind,
        is_optional=text.is_optional,
        depends_on=list(text.depends_on),
        state=TaskState.OPEN,
    )


def turn_tasks_over(
    onboarding: Onboarding,
    tasks: Sequence[Task],
    text: PlaybookText,
    *,
    moving: Sequence[int],
    reason: str,
    actor: Principal,
) -> None:
    """Let the open tasks of the phases `moving` follow another version of the playbook.

    New ones are added, those that it has no more are left out with the reason, others take its words. Closed tasks
    and tasks added by hand stay.

    Raises:
        Stale: somebody changed one of them since it was read.
    """
    found = turnover(tasks, text, moving=moving)
    added = [_from_playbook(onboarding, *placed) for placed in found.appears]
    places = {task.key: place for _position, place, task in text.tasks()}
    for task in found.goes:
        _close(task, TaskState.LEFT_OUT, actor)
        task.reason = reason.strip()
    for task, wanted in found.changes:
        task.text, task.side, task.kind = dict(wanted.title), wanted.side, wanted.kind
        task.is_optional, task.depends_on = wanted.is_optional, list(wanted.depends_on)
    for task in tasks:
        if task.position in moving and task.key in places:
            task.place = places[task.key]
    db.session.add_all(added)
    write()
    gone, changed = (tuple(one.code for one in some) for some in (found.goes, [one for one, _w in found.changes]))
    if added or gone or changed:
        codes = tuple(task.code for task in added)
        tell(TasksTurnedOver, onboarding, actor, added=codes, gone=gone, changed=changed)


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
        _close(task, TaskState.DONE, actor)
        task.rescued = task in rescued
    write()
    codes = tuple(task.code for task in chosen)
    told = {"tasks": codes, "rescued": tuple(task.code for task in rescued), "on": clock.today()}
    tell(TasksDone, onboarding, actor, **told)
    return rescued


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
    _close(task, TaskState.LEFT_OUT, actor)
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


def _close(task: Task, state: TaskState, actor: Principal) -> None:
    task.state, task.closed_on, task.closed_by = state, clock.today(), actor.name


def raise_blocker(
    onboarding: Onboarding, *, text: str, side: TaskSide, position: int | None, actor: Principal
) -> Blocker:
    """Say what stops a step now and who has to act; the answer is due in business days.

    Raises:
        RuleViolation: nothing is said.
        Stale: the onboarding has ended.
    """
    check_permission(RAISE_BLOCKER, actor)
    check_running(onboarding)
    check_text(text, field="text")
    blocker = Blocker(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        position=position,
        side=side,
        text=text.strip(),
        raised_at=clock.now(),
        raised_by=actor.name,
        raised_by_id=actor.id,
        answer_due_on=CALENDAR.add(clock.today(), int(numbers(NUMBERS)["answer_days"])),
    )
    db.session.add(blocker)
    db.session.flush()
    _mark(onboarding)
    told = {"position": position, "side": side.value, "text": blocker.text, "answer_due_on": blocker.answer_due_on}
    tell(BlockerRaised, onboarding, actor, blocker=blocker.code, **told)
    return blocker


def resolve_blocker(blocker: Blocker, *, onboarding: Onboarding, resolution: str, actor: Principal) -> None:
    """Say how it was resolved.

    Raises:
        RuleViolation: nothing is said.
        Stale: it is resolved already, or the onboarding has ended.
    """
    check_permission(RESOLVE_BLOCKER, actor)
    check_running(onboarding)
    check_text(resolution, field="resolution")
    if blocker.resolved_at is not None:
        raise Stale(_l("This blocker is resolved already."))
    blocker.resolved_at, blocker.resolved_by = clock.now(), actor.name
    blocker.resolution = resolution.strip()
    write()
    _mark(onboarding)
    on_time = clock.today() <= blocker.answer_due_on
    told = {"side": blocker.side.value, "resolution": blocker.resolution, "on_time": on_time}
    tell(BlockerResolved, onboarding, actor, blocker=blocker.code, **told)


def _mark(onboarding: Onboarding) -> None:
    """Let lists and risk know since when the onboarding has been blocked."""
    still = open_blockers(onboarding.id)
    mark_blocked(onboarding, since=clock.day_of(still[0].raised_at) if still else None)
