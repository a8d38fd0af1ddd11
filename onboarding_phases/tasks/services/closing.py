"""How a task is closed, whoever closes it."""

from __future__ import annotations

from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Task
from portal import clock
from portal.people import Principal


def close(task: Task, state: TaskState, actor: Principal) -> None:
    task.state, task.closed_on, task.closed_by = state, clock.today(), actor.name
