"""How a shipped playbook is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.playbooks.values import Condition, PhaseText, PlaybookText, TaskText

__all__ = [
    "ACCEPTANCE",
    "CUSTOMER",
    "PARTNER",
    "REFERENCE",
    "VENDOR",
    "PlaybookText",
    "condition",
    "phase",
    "task",
]

PARTNER, CUSTOMER, VENDOR = TaskSide.PARTNER, TaskSide.CUSTOMER, TaskSide.VENDOR
REFERENCE, ACCEPTANCE = StepKind.REFERENCE, StepKind.ACCEPTANCE


@dataclass(frozen=True)
class Spoken:
    """What customers read of a playbook in one more language: the six steps, their goals, the customer's tasks."""

    names: tuple[str, ...]
    outcomes: tuple[str, ...]
    tasks: Mapping[str, str]


def spoken(text: PlaybookText, languages: Mapping[str, Spoken]) -> PlaybookText:
    """A playbook in more languages, by locale.

    Raises:
        KeyError: a task of the customer's is not there in one of them.
    """
    phases = (_spoken_phase(phase, place, languages) for place, phase in enumerate(text.phases))
    return replace(text, phases=tuple(phases))


def _spoken_phase(phase: PhaseText, place: int, languages: Mapping[str, Spoken]) -> PhaseText:
    return replace(
        phase,
        name={**phase.name, **{locale: words.names[place] for locale, words in languages.items()}},
        outcome={**phase.outcome, **{locale: words.outcomes[place] for locale, words in languages.items()}},
        tasks=tuple(_spoken_task(task, languages) for task in phase.tasks),
    )


def _spoken_task(task: TaskText, languages: Mapping[str, Spoken]) -> TaskText:
    if task.side is not CUSTOMER:
        return task
    return replace(task, title={**task.title, **{key: words.tasks[task.key] for key, words in languages.items()}})


def phase(
    due_day: int, *, ja: tuple[str, str, str, str], en: tuple[str, str, str, str], tasks: tuple[TaskText, ...]
) -> PhaseText:
    """A phase from its name, outcome, evidence and acceptance rule in Japanese and in English."""
    name, outcome, evidence, acceptance = (
        {"ja": japanese, "en": english} for japanese, english in zip(ja, en, strict=True)
    )
    return PhaseText(due_day, name, outcome, evidence, acceptance, tasks)


def task(
    key: str,
    side: TaskSide,
    kind: StepKind,
    *,
    ja: str,
    en: str,
    after: tuple[str, ...] = (),
    optional: bool = False,
) -> TaskText:
    return TaskText(key, side, kind, {"ja": ja, "en": en}, after, optional)


def condition(metric: str, at_least: int, *, ja: str, en: str) -> Condition:
    return Condition(metric, at_least, {"ja": ja, "en": en})
