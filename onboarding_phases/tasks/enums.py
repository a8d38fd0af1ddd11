"""The words of tasks and blockers."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class TaskState(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    LEFT_OUT = "left_out"


TASK_STATE_LABELS: dict[TaskState, LazyString] = {
    TaskState.OPEN: _l("Open"),
    TaskState.DONE: _l("Done"),
    TaskState.LEFT_OUT: _l("Left out"),
}
