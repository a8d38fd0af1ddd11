"""Courses, and people on their way through them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from partners.models import Consultant
from portal.accounts.models import User
from portal.people import PORTAL
from tests.factories.partners import make_consultant_user, make_partner
from tests.factories.people import principal
from tests.world import unit
from training.courses.models import Course, Enrolment, Lesson
from training.courses.services import enrol_consultant, mark_lesson_read
from training.quizzes.models import Attempt
from training.quizzes.questions import FALSE, TRUE, QuestionKind
from training.quizzes.services import save_answer, start_attempt, submit_attempt
from training.services import load_courses

COURSE = "accounting-onboarding"


def make_courses() -> None:
    """The courses that come with the product."""
    with unit():
        load_courses(actor=PORTAL)


def make_enrolment(consultant: Consultant, *, code: str = COURSE, has_read: bool = True) -> Enrolment:
    """A person enrolled in a course, who has read all of it."""
    with unit() as session:
        course = session.scalars(select(Course).where(Course.code == code)).one()
        enrolment = enrol_consultant(consultant, course, actor=PORTAL)
        for lesson in course.lessons if has_read else []:
            mark_lesson_read(enrolment, lesson, actor=PORTAL)
    return enrolment


def make_learner(*, has_read: bool = True) -> tuple[User, Enrolment]:
    """A consultant of a new firm, enrolled in the first course."""
    make_courses()
    user, consultant = make_consultant_user(make_partner())
    return user, make_enrolment(consultant, has_read=has_read)


def make_attempt(user: User, enrolment: Enrolment) -> Attempt:
    """A paper just given out, with everything loaded that a test looks at."""
    with unit() as session:
        found = session.scalars(select(Enrolment).where(Enrolment.id == enrolment.id)).one()
        attempt = start_attempt(found, actor=principal(user))
        for row in attempt.questions:
            assert row.question
    return attempt


def places_sent(attempt: Attempt, place: int, *, right: bool = True) -> tuple[str, ...]:
    """What a page sends for the right answer at a place, or for a wrong one."""
    row = attempt.questions[place - 1]
    question = row.question.value
    if question.kind is QuestionKind.NUMBER:
        return question.correct if right else ("-1",)
    if question.kind is QuestionKind.TRUE_FALSE:
        return question.correct if right else ((FALSE,) if question.correct == (TRUE,) else (TRUE,))
    keys = question.correct if right else tuple(reversed(question.correct))
    if not right and question.kind is not QuestionKind.ORDER:
        keys = tuple(key for key in row.options if key not in question.correct)[:1]
    return tuple(str(row.options.index(key) + 1) for key in keys)


def answer(user: User, attempt: Attempt, *, wrong: Iterable[int] = (), submit: bool = True) -> None:
    """Answer a whole paper, wrongly at some places, and hand it in."""
    wrong = set(wrong)
    with unit() as session:
        found = session.scalars(select(Attempt).where(Attempt.id == attempt.id)).one()
        for row in list(found.questions):
            sent = places_sent(attempt, row.place, right=row.place not in wrong)
            save_answer(found, row.place, sent, to_review=False, actor=principal(user))
        if submit:
            submit_attempt(found, actor=principal(user))


def get_attempt(attempt: Attempt) -> Attempt:
    """The attempt as it stands in the database."""
    with unit() as session:
        found = session.scalars(select(Attempt).where(Attempt.id == attempt.id)).one()
        for row in found.questions:
            assert row.question
    return found


def lesson_of(enrolment: Enrolment, position: int = 1) -> Lesson:
    """A lesson of the course."""
    with unit() as session:
        mine = select(Lesson).where(Lesson.course_id == enrolment.course_id, Lesson.position == position)
        return session.scalars(mine).one()
