"""The tasks that a playbook gives: laid out for a new onboarding, and turned over to another version."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from onboarding_phases.onboardings.events import OnboardingBegun
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import tell, write
from onboarding_phases.playbooks.queries import tasks_of_playbook
from onboarding_phases.playbooks.values import PlaybookText, TaskText
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.events import (
    TasksLaidOut,
    TasksTurnedOver,
)
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.rules import turnover
from onboarding_phases.tasks.services.closing import close
from portal.database import db
from portal.people import PORTAL, Principal


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
        close(task, TaskState.LEFT_OUT, actor)
        task.reason = reason.strip()
    for task, position, wanted in found.changes:
        task.position = position
        task.text, task.side, task.kind = dict(wanted.title), wanted.side, wanted.kind
        task.is_optional, task.depends_on = wanted.is_optional, list(wanted.depends_on)
    for task in tasks:
        if task.position in moving and task.key in places:
            task.place = places[task.key]
    db.session.add_all(added)
    write()
    gone, changed = (tuple(one.code for one in some) for some in (found.goes, [one for one, *_new in found.changes]))
    if added or gone or changed:
        codes = tuple(task.code for task in added)
        tell(TasksTurnedOver, onboarding, actor, added=codes, gone=gone, changed=changed)
