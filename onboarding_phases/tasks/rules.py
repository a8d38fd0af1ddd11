"""What may be done with a task, and when. Needs no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.playbooks.values import PlaybookText, TaskText
from onboarding_phases.tasks.enums import TaskState


class Work(Protocol):
    """A task as these rules need it."""

    @property
    def key(self) -> str | None: ...
    @property
    def state(self) -> TaskState: ...
    @property
    def depends_on(self) -> Sequence[str]: ...


class LaidOut(Work, Protocol):
    """A task of an onboarding as a change of its playbook needs it."""

    @property
    def position(self) -> int: ...
    @property
    def text(self) -> Mapping[str, str]: ...
    @property
    def side(self) -> TaskSide: ...
    @property
    def kind(self) -> StepKind: ...
    @property
    def is_optional(self) -> bool: ...


One = TypeVar("One", bound=LaidOut)


@dataclass(frozen=True)
class Turnover(Generic[One]):
    """What another version of a playbook means for the tasks of an onboarding.

    `appears` are tasks that it does not have yet, with phase and place; `goes` are open ones that the version has
    no more; `changes` are open ones that it words or orders otherwise or has in another phase, with that phase.
    """

    appears: tuple[tuple[int, int, TaskText], ...]
    goes: tuple[One, ...]
    changes: tuple[tuple[One, int, TaskText], ...]


def turnover(tasks: Sequence[One], text: PlaybookText, *, moving: Collection[int]) -> Turnover[One]:
    """Compare an onboarding's tasks with a version; `moving` are the positions of the phases that take it over.

    Tasks of other phases, tasks that are closed and tasks added by hand stay as they are.
    """
    there = {task.key for task in tasks}
    wanted = {task.key: (position, task) for position, _place, task in text.tasks() if position in moving}
    is_open = [task for task in tasks if task.state is TaskState.OPEN and task.position in moving and task.key]
    return Turnover(
        appears=tuple(
            (position, place, task)
            for position, place, task in text.tasks()
            if position in moving and task.key not in there
        ),
        goes=tuple(task for task in is_open if task.key not in wanted),
        changes=tuple(
            (task, *wanted[task.key])
            for task in is_open
            if task.key in wanted and not _says_the_same(task, *wanted[task.key])
        ),
    )


def _says_the_same(task: LaidOut, position: int, wanted: TaskText) -> bool:
    mine = (task.position, dict(task.text), task.side, task.kind, task.is_optional, set(task.depends_on))
    return mine == (
        position,
        dict(wanted.title),
        wanted.side,
        wanted.kind,
        wanted.is_optional,
        set(wanted.depends_on),
    )


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
