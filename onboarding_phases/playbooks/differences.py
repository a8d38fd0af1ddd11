"""What one version of a playbook says otherwise than another. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from onboarding_phases.playbooks.rules import EFFORTS, PHASE_TEXTS
from onboarding_phases.playbooks.values import Condition, PlaybookText, TaskText, Text


@dataclass(frozen=True)
class DayChange:
    """Another due day of a phase; `effort` where a segment has one of its own."""

    position: int
    effort: int | None
    before: int
    after: int


@dataclass(frozen=True)
class WordChange:
    """Other words in one language; `what` names the text."""

    what: str
    locale: str
    before: str
    after: str
    position: int = 0


@dataclass(frozen=True)
class ConditionChange:
    """A condition that is new (no `before`), gone (no `after`) or other."""

    before: Condition | None
    after: Condition | None


@dataclass(frozen=True)
class PlacedTask:
    """A task with the position of its phase."""

    position: int
    task: TaskText


@dataclass(frozen=True)
class TaskChange:
    """A task that both versions have, and what of it is other: words, and the names of other fields.

    `position` is its phase now, `before_position` the one that it stood in.
    """

    position: int
    before_position: int
    before: TaskText
    after: TaskText
    words: tuple[WordChange, ...]
    what: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """All that is other, part by part; what is the same stands nowhere."""

    x_days: tuple[int, int] | None
    days: tuple[DayChange, ...]
    words: tuple[WordChange, ...]
    conditions: tuple[ConditionChange, ...]
    added: tuple[PlacedTask, ...]
    removed: tuple[PlacedTask, ...]
    changed: tuple[TaskChange, ...]
    reordered: tuple[int, ...]
    name: tuple[WordChange, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))

    @property
    def count(self) -> int:
        """How many things are other."""
        tasks = (self.added, self.removed, self.changed, self.reordered)
        return sum(map(len, (self.name, self.days, self.words, self.conditions, *tasks))) + (self.x_days is not None)


def differences(before: PlaybookText, after: PlaybookText) -> Differences:
    """What `after` says otherwise than `before`."""
    old, new = _placed(before), _placed(after)
    return Differences(
        x_days=None if before.x_days == after.x_days else (before.x_days, after.x_days),
        days=tuple(_days(before, after)),
        words=tuple(_phase_words(before, after)),
        conditions=tuple(_conditions(before, after)),
        added=tuple(placed for key, placed in new.items() if key not in old),
        removed=tuple(placed for key, placed in old.items() if key not in new),
        changed=tuple(_changed(old, new)),
        reordered=tuple(_reordered(before, after)),
        name=tuple(_words("product", before.name, after.name)),
    )


def _placed(text: PlaybookText) -> dict[str, PlacedTask]:
    return {task.key: PlacedTask(position, task) for position, _place, task in text.tasks()}


def _days(before: PlaybookText, after: PlaybookText) -> Iterator[DayChange]:
    for position, (old, new) in enumerate(zip(before.phases, after.phases, strict=True), 1):
        if old.due_day != new.due_day:
            yield DayChange(position, None, old.due_day, new.due_day)
        for effort in EFFORTS:
            was, now = old.due_day_for(effort), new.due_day_for(effort)
            if was != now and (was, now) != (old.due_day, new.due_day):
                yield DayChange(position, effort, was, now)


def _phase_words(before: PlaybookText, after: PlaybookText) -> Iterator[WordChange]:
    for position, (old, new) in enumerate(zip(before.phases, after.phases, strict=True), 1):
        for what in PHASE_TEXTS:
            yield from _words(what, getattr(old, what), getattr(new, what), position)


def _words(what: str, before: Text, after: Text, position: int = 0) -> Iterator[WordChange]:
    for locale in dict.fromkeys((*before, *after)):
        was, now = before.get(locale, ""), after.get(locale, "")
        if was != now:
            yield WordChange(what, locale, was, now, position)


def _conditions(before: PlaybookText, after: PlaybookText) -> Iterator[ConditionChange]:
    old, new = ({item.metric: item for item in text.rule} for text in (before, after))
    for metric in dict.fromkeys((*old, *new)):
        if old.get(metric) != new.get(metric):
            yield ConditionChange(old.get(metric), new.get(metric))


def _changed(old: Mapping[str, PlacedTask], new: Mapping[str, PlacedTask]) -> Iterator[TaskChange]:
    for key, placed in new.items():
        if key not in old:
            continue
        before, after = old[key].task, placed.task
        what = [name for name in ("side", "kind", "is_optional") if getattr(before, name) != getattr(after, name)]
        if set(before.depends_on) != set(after.depends_on):
            what.append("depends_on")
        if old[key].position != placed.position:
            what.append("position")
        words = tuple(_words("title", before.title, after.title, placed.position))
        if words or what:
            yield TaskChange(placed.position, old[key].position, before, after, words, tuple(what))


def _reordered(before: PlaybookText, after: PlaybookText) -> Iterator[int]:
    """Phases in which the tasks that stay stand in another order."""
    for position, (old, new) in enumerate(zip(before.phases, after.phases, strict=True), 1):
        was, now = ([task.key for task in phase.tasks] for phase in (old, new))
        if [key for key in was if key in now] != [key for key in now if key in was]:
            yield position
