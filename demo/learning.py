"""What the consultants of the demo have learnt: lessons read, quizzes passed, and some certificates that lapse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from demo.people import FirmPeople
from demo.timeline import Timeline
from partners.models import Consultant
from portal.database import db
from portal.people import Principal
from training.courses.models import Course, Enrolment
from training.courses.services import enrol_consultant, mark_lesson_read
from training.quizzes.models import AttemptQuestion
from training.quizzes.questions import QuestionKind
from training.quizzes.services import save_answer, start_attempt, submit_attempt

FIRST_COURSE = "accounting-onboarding"
CYCLE = 400  # days over which the passes lie: longer than a certificate is valid, so that some have lapsed


def add_lessons(firms: Mapping[str, FirmPeople], timeline: Timeline, *, today: date) -> None:
    """Let every consultant take the first course on a day of the past."""
    for number, people in enumerate(firms.values()):
        for place, consultant_id in enumerate(people.consultant_ids):
            passed = today - timedelta(days=1 + (17 * number + 190 * place) % CYCLE)
            reader, manager = people.consultants[place], people.manager
            timeline.add(passed, partial(_take, consultant_id, reader, manager))


def _take(consultant_id: int, reader: Principal, manager: Principal) -> None:
    consultant = db.session.scalars(select(Consultant).where(Consultant.id == consultant_id)).one()
    course = db.session.scalars(select(Course).where(Course.code == FIRST_COURSE)).one()
    enrolment: Enrolment = enrol_consultant(consultant, course, actor=manager)
    for lesson in course.lessons:
        mark_lesson_read(enrolment, lesson, actor=reader)
    attempt = start_attempt(enrolment, actor=reader)
    for row in list(attempt.questions):
        save_answer(attempt, row.place, _right(row), to_review=False, actor=reader)
    submit_attempt(attempt, actor=reader)


def _right(row: AttemptQuestion) -> tuple[str, ...]:
    """What a page sends for the right answer."""
    question = row.question.value
    if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER):
        return tuple(str(row.options.index(key) + 1) for key in question.correct)
    return tuple(question.correct)
