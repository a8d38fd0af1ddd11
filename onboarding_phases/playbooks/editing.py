"""A playbook with one thing changed. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from onboarding_phases.playbooks.values import Condition, PhaseText, PlaybookText, TaskText, Text


def with_schedule(
    text: PlaybookText, *, x_days: int, days: Sequence[int], own_days: Sequence[Mapping[int, int]]
) -> PlaybookText:
    """With other due days: those of all segments, and those of single ones where they differ."""
    phases = [
        replace(phase, due_day=day, due_days={effort: one for effort, one in own.items() if one != day})
        for phase, day, own in zip(text.phases, days, own_days, strict=True)
    ]
    return replace(text, x_days=x_days, phases=tuple(phases))


def with_name(text: PlaybookText, name: Text) -> PlaybookText:
    """With another name of its product."""
    return replace(text, name=dict(name))


def with_rule(text: PlaybookText, rule: Sequence[Condition]) -> PlaybookText:
    """With another activation rule."""
    return replace(text, rule=tuple(rule))


def with_texts(text: PlaybookText, position: int, texts: Mapping[str, Text]) -> PlaybookText:
    """With other words for a phase: its name, outcome, evidence and acceptance rule."""
    phase = text.phases[position - 1]
    changed = PhaseText(
        due_day=phase.due_day,
        name=texts["name"],
        outcome=texts["outcome"],
        evidence=texts["evidence"],
        acceptance=texts["acceptance"],
        tasks=phase.tasks,
        due_days=phase.due_days,
    )
    return _with_phase(text, position, changed)


def with_task(text: PlaybookText, position: int, task: TaskText) -> PlaybookText:
    """With this task in its place, or at the end of the phase if its key is new."""
    tasks = text.phases[position - 1].tasks
    if any(one.key == task.key for one in tasks):
        changed = tuple(task if one.key == task.key else one for one in tasks)
    else:
        changed = (*tasks, task)
    return _with_tasks(text, position, changed)


def without_task(text: PlaybookText, key: str) -> PlaybookText:
    """Without a task; what waited for it waits for what it waited for."""
    gone = next(task for _position, _place, task in text.tasks() if task.key == key)

    def rest(task: TaskText) -> TaskText:
        if key not in task.depends_on:
            return task
        inherited = [one for one in gone.depends_on if one not in (*task.depends_on, task.key, key)]
        return replace(task, depends_on=tuple(one for one in task.depends_on if one != key) + tuple(inherited))

    phases = [
        replace(phase, tasks=tuple(rest(task) for task in phase.tasks if task.key != key)) for phase in text.phases
    ]
    return replace(text, phases=tuple(phases))


def with_task_moved(text: PlaybookText, position: int, key: str, steps: int) -> PlaybookText:
    """With a task so many places further down in its phase; it stops at either end."""
    tasks = list(text.phases[position - 1].tasks)
    at = next(place for place, task in enumerate(tasks) if task.key == key)
    task = tasks.pop(at)
    tasks.insert(min(max(at + steps, 0), len(tasks)), task)
    return _with_tasks(text, position, tuple(tasks))


def with_task_in(text: PlaybookText, key: str, position: int) -> PlaybookText:
    """With a task at the end of another phase; where it is there already, nothing changes."""
    at, task = next((at, task) for at, _place, task in text.tasks() if task.key == key)
    if at == position:
        return text
    rest = _with_tasks(text, at, tuple(one for one in text.phases[at - 1].tasks if one.key != key))
    return _with_tasks(rest, position, (*rest.phases[position - 1].tasks, task))


def free_key(position: int, used: Collection[str]) -> str:
    """A key for a new task of a phase, such as "2.5", that no version has used for another."""
    number = 1
    while f"{position}.{number}" in used:
        number += 1
    return f"{position}.{number}"


def _with_tasks(text: PlaybookText, position: int, tasks: tuple[TaskText, ...]) -> PlaybookText:
    return _with_phase(text, position, replace(text.phases[position - 1], tasks=tasks))


def _with_phase(text: PlaybookText, position: int, phase: PhaseText) -> PlaybookText:
    return replace(text, phases=(*text.phases[: position - 1], phase, *text.phases[position:]))
