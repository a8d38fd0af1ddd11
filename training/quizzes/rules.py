"""When an attempt may start, until when it counts, and what its result is. Every number is a setting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

QUIZ_DEFAULTS = Default(
    key="training.quizzes",
    title=_l("Quizzes"),
    fields=(
        DefaultField("attempts", _l("Attempts per enrolment"), 3, 1, 20),
        DefaultField("cool_down_hours", _l("Wait after a failed attempt"), 24, 0, 720, unit=_l("hours")),
        DefaultField("pass_percent", _l("Pass mark overall"), 80, 1, 100, unit="%"),
        DefaultField("module_pass_percent", _l("Pass mark of each module"), 70, 0, 100, unit="%"),
        DefaultField("seconds_per_question", _l("Time for a question"), 90, 10, 3600, unit=_l("seconds")),
        DefaultField("grace_seconds", _l("Grace after the deadline"), 10, 0, 120, unit=_l("seconds")),
    ),
)


@dataclass(frozen=True)
class QuizSettings:
    """The numbers by which quizzes are held.

    `pass_percent` is of the whole paper, `module_pass_percent` of each module; `grace_seconds` is what the way
    to the server may take after the deadline.
    """

    attempts: int
    cool_down_hours: int
    pass_percent: int
    module_pass_percent: int
    seconds_per_question: int
    grace_seconds: int

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, float]) -> QuizSettings:
        """The settings among numbers that are named as they are."""
        return cls(**{field.name: int(numbers[field.name]) for field in fields(cls)})

    @property
    def numbers(self) -> dict[str, int]:
        """The settings by name, as `from_numbers` reads them."""
        return asdict(self)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands before the next attempt: how many are left, and from when one may start."""

    left: int
    opens_at: datetime | None

    def may_start(self, *, at: datetime) -> bool:
        return self.left > 0 and (self.opens_at is None or self.opens_at <= at)


@dataclass(frozen=True)
class ModuleResult:
    """One module's part of a result."""

    module: str
    right: int
    total: int
    passed: bool


@dataclass(frozen=True)
class Result:
    """What an attempt came to, as a whole and by module; `is_enough` is of the whole alone."""

    right: int
    total: int
    is_enough: bool
    passed: bool
    modules: tuple[ModuleResult, ...]


def standing(failed_at: Sequence[datetime], settings: QuizSettings) -> Standing:
    """Where somebody stands whose earlier attempts ended, without a pass, at these instants."""
    opens_at = max(failed_at) + timedelta(hours=settings.cool_down_hours) if failed_at else None
    return Standing(left=max(0, settings.attempts - len(failed_at)), opens_at=opens_at)


def deadline_of(started_at: datetime, questions: int, settings: QuizSettings) -> datetime:
    """The instant at which a paper of so many questions is taken away."""
    return started_at + timedelta(seconds=settings.seconds_per_question * questions)


def counts(saved_at: datetime, deadline: datetime, settings: QuizSettings) -> bool:
    """Whether an answer that reached the server at this instant is marked."""
    return saved_at <= deadline + timedelta(seconds=settings.grace_seconds)


def reaches(right: int, total: int, percent: int) -> bool:
    """Whether so many of so many are at least that share; none of none is not."""
    return total > 0 and right * 100 >= percent * total


def result_of(marks: Iterable[tuple[str, bool]], settings: QuizSettings) -> Result:
    """The result of a paper from each question's module and whether it was answered right.

    Passed means: the whole reaches `pass_percent`, and every module `module_pass_percent`.
    """
    counted: dict[str, list[bool]] = {}
    for module, is_right in marks:
        counted.setdefault(module, []).append(is_right)
    modules = tuple(_module_result(module, rights, settings) for module, rights in counted.items())
    right, total = sum(part.right for part in modules), sum(part.total for part in modules)
    is_enough = reaches(right, total, settings.pass_percent)
    passed = is_enough and all(part.passed for part in modules)
    return Result(right, total, is_enough, passed, modules)


def _module_result(module: str, rights: list[bool], settings: QuizSettings) -> ModuleResult:
    right, total = sum(rights), len(rights)
    return ModuleResult(module, right, total, reaches(right, total, settings.module_pass_percent))
