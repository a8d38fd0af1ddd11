"""How a shipped playbook is written down."""

from __future__ import annotations

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
