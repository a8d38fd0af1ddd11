"""When an attempt may start, until when it counts, and what its result is. Every number is a setting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class QuizSettings:
    """The numbers by which quizzes are held.

    `pass_percent` is of the whole paper, `module_pass_percent` of each module; `grace` is what the way to
    the server may take after the deadline; a pass is valid for `valid_months`.
    """

    attempts: int = 3
    cool_down: timedelta = timedelta(hours=24)
    pass_percent: int = 80
    module_pass_percent: int = 70
    seconds_per_question: int = 90
    grace: timedelta = timedelta(seconds=10)
    valid_months: int = 12
    renewal_days: int = 60


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
    """What an attempt came to, as a whole and by module."""

    right: int
    total: int
    passed: bool
    modules: tuple[ModuleResult, ...]


def standing(failed_at: Sequence[datetime], settings: QuizSettings) -> Standing:
    """Where somebody stands whose earlier attempts ended, without a pass, at these instants."""
    opens_at = max(failed_at) + settings.cool_down if failed_at else None
    return Standing(left=max(0, settings.attempts - len(failed_at)), opens_at=opens_at)


def deadline_of(started_at: datetime, questions: int, settings: QuizSettings) -> datetime:
    """The instant at which a paper of so many questions is taken away."""
    return started_at + timedelta(seconds=settings.seconds_per_question * questions)


def counts(saved_at: datetime, deadline: datetime, settings: QuizSettings) -> bool:
    """Whether an answer that reached the server at this instant is marked."""
    return saved_at <= deadline + settings.grace


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
    passed = reaches(right, total, settings.pass_percent) and all(part.passed for part in modules)
    return Result(right, total, passed, modules)


def _module_result(module: str, rights: list[bool], settings: QuizSettings) -> ModuleResult:
    right, total = sum(rights), len(rights)
    return ModuleResult(module, right, total, reaches(right, total, settings.module_pass_percent))
