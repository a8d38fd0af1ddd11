"""Rules of surveys that need no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from onboarding_phases.surveys.enums import Moment, QuestionKind
from onboarding_phases.surveys.values import Question
from portal.business_calendar import BusinessCalendar
from portal.defaults.values import Number

# What the secret of a survey's link is made for; a secret of another purpose opens none.
LINK = "survey link"
CALENDAR = BusinessCalendar()
LAST_PHASE = 6
SCALES: Mapping[QuestionKind, tuple[int, int]] = {
    QuestionKind.SATISFACTION: (1, 5),
    QuestionKind.EFFORT: (1, 7),
    QuestionKind.RECOMMEND: (0, 10),
}


def past(closed: Collection[int]) -> int:
    """The last phase up to which all are completed or skipped."""
    position = 0
    while position + 1 in closed:
        position += 1
    return position


def moment_reached(closed: Collection[int], position: int, numbers: Mapping[str, Number]) -> Moment | None:
    """The survey whose moment came when the phase at `position` was closed, the last of them where several did.

    None once the onboarding is past its last phase: then the survey at the end is asked instead.
    """
    before, now = past({*closed} - {position}), past({*closed, position})
    if now >= LAST_PHASE:
        return None
    for moment, name in ((Moment.MIDWAY, "midway_phase"), (Moment.HANDOFF, "handoff_phase")):
        if before < int(numbers[name]) <= now:
            return moment
    return None


def is_low(kind: QuestionKind, value: int, numbers: Mapping[str, Number]) -> bool:
    """Whether a score asks for a follow-up; a high effort is as bad as a low satisfaction."""
    if kind is QuestionKind.EFFORT:
        return value >= int(numbers["high_effort"])
    if kind is QuestionKind.SATISFACTION:
        return value <= int(numbers["low_satisfaction"])
    return kind is QuestionKind.RECOMMEND and value <= int(numbers["low_recommend"])


def is_on_scale(question: Question, value: int) -> bool:
    low, high = SCALES[question.kind]
    return low <= value <= high


def scored(questions: Collection[Question]) -> list[Question]:
    """The questions that are answered by a number."""
    return [question for question in questions if question.kind in SCALES]


def written(questions: Collection[Question]) -> list[Question]:
    """The questions that are answered in words."""
    return [question for question in questions if question.kind not in SCALES]
