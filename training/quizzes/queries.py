"""Reading the bank and attempts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from training.courses.models import Course, Enrolment
from training.quizzes.marking import is_right
from training.quizzes.models import Attempt, AttemptQuestion, BankQuestion
from training.quizzes.review import ClosedQuestion, closed_question
from training.quizzes.rules import QUIZ_DEFAULTS, QuizSettings, Result, Standing, counts, result_of, standing


def quiz_settings() -> QuizSettings:
    """The numbers in force today."""
    return QuizSettings.from_numbers(numbers(QUIZ_DEFAULTS.key))


def bank_of(course: Course) -> Sequence[BankQuestion]:
    """The questions that may be asked now."""
    statement = select(BankQuestion).where(BankQuestion.course_id == course.id, BankQuestion.retired_at.is_(None))
    return db.session.scalars(statement).all()


def attempts_of(enrolment: Enrolment) -> Sequence[Attempt]:
    """Every attempt of an enrolment, in their order."""
    statement = select(Attempt).where(Attempt.enrolment_id == enrolment.id).order_by(Attempt.number)
    return db.session.scalars(statement).all()


def attempts_by_enrolment(enrolments: Collection[Enrolment]) -> dict[int, list[Attempt]]:
    """The attempts of many enrolments at once, in their order."""
    ids = [enrolment.id for enrolment in enrolments]
    found: dict[int, list[Attempt]] = {enrolment_id: [] for enrolment_id in ids}
    statement = select(Attempt).where(Attempt.enrolment_id.in_(ids)).order_by(Attempt.number)
    for attempt in db.session.scalars(statement):
        found[attempt.enrolment_id].append(attempt)
    return found


def keys_seen(enrolment: Enrolment) -> set[str]:
    """The questions that this person was asked before in this course."""
    statement = (
        select(BankQuestion.key)
        .join(AttemptQuestion, AttemptQuestion.question_id == BankQuestion.id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.consultant_id == enrolment.consultant_id, Enrolment.course_id == enrolment.course_id)
    )
    return set(db.session.scalars(statement))


def standing_after(attempts: Sequence[Attempt], settings: QuizSettings) -> Standing:
    """Where somebody stands after these attempts of one enrolment."""
    failed: list[datetime] = [
        attempt.closed_at for attempt in attempts if attempt.closed_at is not None and not attempt.passed
    ]
    return standing(failed, settings)


def result_of_attempt(attempt: Attempt) -> Result:
    """The result of a closed attempt, counted from its marked answers."""
    marks = [(row.question.module, bool(row.is_right)) for row in attempt.questions]
    return result_of(marks, attempt.settings)


def mark_of(row: AttemptQuestion) -> bool:
    """Whether the answer as it stands is right."""
    return is_right(row.question.value, tuple(row.answer))


def is_overdue(attempt: Attempt) -> bool:
    """Whether no further answer counts, by the server's clock."""
    return not counts(clock.now(), attempt.deadline_at, attempt.settings)


def review_of(attempt: Attempt) -> list[ClosedQuestion]:
    """Every question of a closed attempt with its key and explanation.

    Raises:
        RuleViolation: the attempt is open, so no key leaves the server.
    """
    if attempt.closed_at is None:
        raise RuleViolation(_l("Answers are shown after the attempt."))
    return [
        closed_question(row.question.value, tuple(row.answer), is_right=bool(row.is_right))
        for row in attempt.questions
    ]
