"""What happens to tasks and blockers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class TasksLaidOut(OnboardingEvent):
    """The tasks of its playbook were laid out for an onboarding."""

    title = _l("Tasks laid out")

    count: int


@dataclass(frozen=True, kw_only=True)
class TasksTurnedOver(OnboardingEvent):
    """The open tasks of an onboarding follow another version of its playbook; `gone` ones are left out."""

    title = _l("Tasks follow another version")

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TaskEvent(OnboardingEvent):
    """Something that happened to one task."""

    task: str
    position: int


@dataclass(frozen=True, kw_only=True)
class TaskAdded(TaskEvent):
    """Somebody added a task that the playbook does not have."""

    title = _l("Task added")

    side: str


@dataclass(frozen=True, kw_only=True)
class TasksDone(OnboardingEvent):
    """Tasks were ticked off. `rescued` are those of the partner that a vendor user did: a rescue."""

    title = _l("Tasks done")

    tasks: tuple[str, ...]
    rescued: tuple[str, ...]
    on: date


@dataclass(frozen=True, kw_only=True)
class TaskDoneByCustomer(TaskEvent):
    """A person of the customer ticked off a task of its own in its room; `invitation` names who was invited."""

    title = _l("Task done by the customer")

    invitation: str
    on: date


@dataclass(frozen=True, kw_only=True)
class TaskReopened(TaskEvent):
    """A task that was done or left out is open again."""

    title = _l("Task reopened")


@dataclass(frozen=True, kw_only=True)
class TaskLeftOut(TaskEvent):
    """A task is not done in this onboarding, for a reason."""

    title = _l("Task left out")

    reason: str
    by_right: bool


@dataclass(frozen=True, kw_only=True)
class BlockerRaised(OnboardingEvent):
    """Something stops a step; one side has to act on it by a day."""

    title = _l("Blocker raised")

    blocker: str
    position: int | None
    side: str
    text: str
    answer_due_on: date


@dataclass(frozen=True, kw_only=True)
class BlockerResolved(OnboardingEvent):
    """What stopped the step is gone."""

    title = _l("Blocker resolved")

    blocker: str
    side: str
    resolution: str
    on_time: bool
