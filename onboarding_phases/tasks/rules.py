"""What may be done with a task, and when. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.tasks.enums import TaskState


class Work(Protocol):
    """A task as these rules need it."""

    @property
    def key(self) -> str | None: ...
    @property
    def state(self) -> TaskState: ...
    @property
    def depends_on(self) -> Sequence[str]: ...


def waits_for(task: Work, tasks: Mapping[str, Work], *, together: Iterable[str | None] = ()) -> list[str]:
    """The keys of tasks that must be closed before this one; `together` are closed in the same stroke.

    A task that is gone from the onboarding holds nothing up.
    """
    closing = set(together)
    return [
        key for key in task.depends_on if key not in closing and key in tasks and tasks[key].state is TaskState.OPEN
    ]


def is_rescue(side: TaskSide, *, by_vendor: bool) -> bool:
    """Whether doing it counts as the vendor's rescue: a task of the partner, done by a vendor user."""
    return by_vendor and side is TaskSide.PARTNER


def may_close(side: TaskSide, *, by_vendor: bool) -> bool:
    """A firm does not close the vendor's tasks; whoever speaks with the customer ticks off the customer's."""
    return by_vendor or side is not TaskSide.VENDOR


def binds(kind: StepKind) -> bool:
    """Whether acceptance asks for it."""
    return kind is StepKind.ACCEPTANCE
