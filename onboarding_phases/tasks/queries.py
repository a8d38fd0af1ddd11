"""Reading tasks and blockers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Blocker, Task
from onboarding_phases.tasks.rules import binds, waits_for
from portal.access import select_visible
from portal.database import db
from portal.i18n import localized
from portal.needs import need_columns

MOST_NEEDS = 20


@dataclass(frozen=True)
class TaskRow:
    """A task with the texts of what it waits for."""

    task: Task
    waits_for: list[str]


def tasks_of(onboarding_id: int) -> list[Task]:
    """The tasks of an onboarding, phase by phase."""
    statement = select(Task).where(Task.onboarding_id == onboarding_id).order_by(Task.position, Task.place, Task.id)
    return list(db.session.scalars(statement))


def tasks_by_onboarding(onboarding_ids: Sequence[int]) -> dict[int, list[Task]]:
    """The tasks of several onboardings, phase by phase."""
    found: dict[int, list[Task]] = {key: [] for key in onboarding_ids}
    statement = (
        select(Task).where(Task.onboarding_id.in_(onboarding_ids)).order_by(Task.position, Task.place, Task.id)
    )
    for task in db.session.scalars(statement):
        found[task.onboarding_id].append(task)
    return found


def rows_of(tasks: list[Task]) -> list[TaskRow]:
    """Each task with what it waits for."""
    by_key = {task.key: task for task in tasks if task.key}
    return [TaskRow(task, [localized(by_key[key].text) for key in waits_for(task, by_key)]) for task in tasks]


def open_acceptance_tasks(onboarding_id: int, position: int) -> list[Task]:
    """What acceptance of a phase asks for and is not closed yet."""
    found = tasks_of(onboarding_id)
    return [t for t in found if t.position == position and t.state is TaskState.OPEN and binds(StepKind(t.kind))]


def blockers_of(onboarding_id: int) -> list[Blocker]:
    """The blockers of an onboarding: open ones first, the longest first."""
    statement = (
        select(Blocker)
        .where(Blocker.onboarding_id == onboarding_id)
        .order_by(Blocker.resolved_at.is_not(None), Blocker.raised_at)
    )
    return list(db.session.scalars(statement))


def open_blockers(onboarding_id: int) -> list[Blocker]:
    """Those that still stand in the way."""
    return [blocker for blocker in blockers_of(onboarding_id) if blocker.resolved_at is None]


def blockers_waiting_for(side: TaskSide) -> Select[Any]:
    """Open blockers of running onboardings that wait for a side, the most pressing first."""
    told = need_columns(
        code=Onboarding.code, name=Onboarding.customer_name, text=Blocker.text, on=Blocker.answer_due_on
    )
    return (
        select_visible(Blocker)
        .join(Onboarding, Onboarding.id == Blocker.onboarding_id)
        .where(Blocker.side == side, Blocker.resolved_at.is_(None), Onboarding.state == OnboardingState.RUNNING)
        .order_by(Blocker.answer_due_on, Blocker.id)
        .limit(MOST_NEEDS)
        .with_only_columns(*told)
    )


def onboarding_of(row: Task | Blocker) -> Onboarding:
    """The onboarding on which a task or a blocker hangs."""
    return db.session.scalars(select(Onboarding).where(Onboarding.id == row.onboarding_id)).one()
