"""What a playbook says, as values: handed between services, pages and the engine of differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onboarding_phases.playbooks.enums import StepKind, TaskSide

Text = Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """A metric of usage and the least value that it must have."""

    metric: str
    at_least: float
    label: Text


@dataclass(frozen=True)
class TaskText:
    """A task of a phase: whose it is, what it binds, and the keys of the tasks that come before it."""

    key: str
    side: TaskSide
    kind: StepKind
    title: Text
    depends_on: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True)
class PhaseText:
    """One of the six phases: its due day, its texts and its tasks.

    `due_days` are the due days of segments that differ, by the customer's effort in slots.
    """

    due_day: int
    name: Text
    outcome: Text
    evidence: Text
    acceptance: Text
    tasks: tuple[TaskText, ...]
    due_days: Mapping[int, int] = field(default_factory=dict)

    def due_day_for(self, effort: int) -> int:
        return self.due_days.get(effort, self.due_day)


@dataclass(frozen=True)
class PlaybookText:
    """All that one version of a playbook says.

    `name` is that of its product where the vendor added it; what shipped is named by the portal's own words.
    """

    x_days: int
    rule: tuple[Condition, ...]
    phases: tuple[PhaseText, ...]
    name: Text = field(default_factory=dict)

    def tasks(self) -> Iterator[tuple[int, int, TaskText]]:
        """Each task with the position of its phase and its place in it, both from 1."""
        for position, phase in enumerate(self.phases, 1):
            for place, task in enumerate(phase.tasks, 1):
                yield position, place, task

    def own_efforts(self) -> list[int]:
        """The segments that have a due day of their own in some phase."""
        return sorted({effort for phase in self.phases for effort in phase.due_days})

    def numbers(self) -> dict[str, str]:
        """What readers call each task by its key: phase and place, such as "2.3"."""
        return {task.key: f"{position}.{place}" for position, place, task in self.tasks()}

    def titles(self) -> dict[str, Text]:
        return {task.key: task.title for _position, _place, task in self.tasks()}


def written(text: PlaybookText) -> dict[str, Any]:
    """A playbook as JSON holds it."""
    return {
        "name": dict(text.name),
        "x_days": text.x_days,
        "rule": rule_written(text),
        "phases": [
            {
                "due_day": phase.due_day,
                "due_days": {str(effort): day for effort, day in sorted(phase.due_days.items())},
                "name": dict(phase.name),
                "outcome": dict(phase.outcome),
                "evidence": dict(phase.evidence),
                "acceptance": dict(phase.acceptance),
                "tasks": [_task_written(task) for task in phase.tasks],
            }
            for phase in text.phases
        ],
    }


def rule_written(text: PlaybookText) -> list[dict[str, Any]]:
    """An activation rule as JSON holds it."""
    return [{"metric": item.metric, "at_least": item.at_least, "label": dict(item.label)} for item in text.rule]


def _task_written(task: TaskText) -> dict[str, Any]:
    return {
        "key": task.key,
        "side": task.side.value,
        "kind": task.kind.value,
        "title": dict(task.title),
        "depends_on": list(task.depends_on),
        "is_optional": task.is_optional,
    }


def read(content: Mapping[str, Any]) -> PlaybookText:
    """The playbook that `written` wrote."""
    phases = tuple(map(_phase_read, content["phases"]))
    return PlaybookText(content["x_days"], rule_read(content["rule"]), phases, content.get("name") or {})


def rule_read(rule: list[Any]) -> tuple[Condition, ...]:
    """The conditions that `rule_written` wrote."""
    return tuple(Condition(item["metric"], item["at_least"], item.get("label") or {}) for item in rule)


def _phase_read(item: Mapping[str, Any]) -> PhaseText:
    return PhaseText(
        due_day=item["due_day"],
        name=item["name"],
        outcome=item["outcome"],
        evidence=item["evidence"],
        acceptance=item["acceptance"],
        tasks=tuple(map(_task_read, item["tasks"])),
        due_days={int(effort): day for effort, day in item["due_days"].items()},
    )


def _task_read(item: Mapping[str, Any]) -> TaskText:
    return TaskText(
        item["key"],
        TaskSide(item["side"]),
        StepKind(item["kind"]),
        item["title"],
        tuple(item["depends_on"]),
        item["is_optional"],
    )
