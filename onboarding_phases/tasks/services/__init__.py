"""Changing tasks and blockers."""

from onboarding_phases.tasks.services.blockers import raise_blocker, resolve_blocker
from onboarding_phases.tasks.services.playbook import lay_out_tasks, turn_tasks_over
from onboarding_phases.tasks.services.tasks import (
    add_task,
    finish_for_customer,
    finish_tasks,
    leave_out_task,
    reopen_task,
)

__all__ = [
    "add_task",
    "finish_for_customer",
    "finish_tasks",
    "lay_out_tasks",
    "leave_out_task",
    "raise_blocker",
    "reopen_task",
    "resolve_blocker",
    "turn_tasks_over",
]
