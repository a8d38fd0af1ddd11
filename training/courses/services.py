"""Loading courses, enrolling consultants and noting what they have read."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from partners.models import Consultant
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.i18n import current_locale
from portal.people import Principal
from portal.ui.formatting import format_day
from training.courses.content import CourseContent, LessonContent
from training.courses.enums import EnrolmentOutcome
from training.courses.events import ConsultantEnrolled, CourseLoaded, EnrolmentClosed, LessonRead
from training.courses.models import Course, Enrolment, Lesson, LessonProgress
from training.courses.queries import certificate_settings, held_until, open_enrolment
from training.courses.rules import renewal_opens_on


def load_course(content: CourseContent, *, actor: Principal) -> Course:
    """Bring a course to what its files say; a lesson that is gone is retired, and what was read stays read."""
    course = _course_called(content.code) or Course(code=content.code)
    course.position, course.product = content.position, content.product
    course.title, course.summary = dict(content.title), dict(content.summary)
    course.modules = [
        {"key": module.key, "title": dict(module.title), "questions": module.questions} for module in content.modules
    ]
    course.loaded_at, course.retired_at = clock.now(), None
    db.session.add(course)
    db.session.flush()
    _load_lessons(course, content.lessons)
    publish(CourseLoaded(actor_id=actor.id, code=course.code, lessons=len(content.lessons)))
    return course


def enrol_consultant(
    consultant: Consultant, course: Course, *, due_on: date | None = None, actor: Principal
) -> Enrolment:
    """Put one of the firm's own people on a course, which opens its lessons and its quiz to them.

    Raises:
        RuleViolation: they left, are enrolled already, hold a pass that is far from its end, or the due day
            has passed.
    """
    if consultant.left_at is not None:
        raise RuleViolation(_l("This person has left the firm."), field="consultant")
    if open_enrolment(consultant.id, course.id):
        raise RuleViolation(_l("This person is enrolled in this course already."), field="consultant")
    _refuse_early_renewal(consultant, course)
    if due_on is not None and due_on < clock.today():
        raise RuleViolation(_l("The due day has passed. Choose today or a later day."), field="due_on")
    enrolment = Enrolment(
        partner_id=consultant.partner_id,
        consultant_id=consultant.id,
        course_id=course.id,
        enrolled_at=clock.now(),
        enrolled_by=actor.id,
        due_on=due_on,
    )
    db.session.add(enrolment)
    db.session.flush()
    publish(
        ConsultantEnrolled(
            actor_id=actor.id,
            partner_id=enrolment.partner_id,
            consultant_id=consultant.id,
            enrolment_id=enrolment.id,
            course=course.code,
            due_on=due_on,
        )
    )
    return enrolment


def mark_lesson_read(enrolment: Enrolment, lesson: Lesson, *, actor: Principal) -> None:
    """Note that a lesson was read; saying it twice changes nothing.

    Raises:
        RuleViolation: the lesson is of another course, or the enrolment is over.
    """
    if lesson.id in enrolment.read_lesson_ids:
        return
    if lesson.course_id != enrolment.course_id or enrolment.closed_at is not None:
        raise RuleViolation(_l("You are not enrolled in the course of this lesson."))
    enrolment.progress.append(
        LessonProgress(partner_id=enrolment.partner_id, lesson_id=lesson.id, read_at=clock.now())
    )
    db.session.flush()
    publish(
        LessonRead(
            actor_id=actor.id,
            partner_id=enrolment.partner_id,
            enrolment_id=enrolment.id,
            lesson_id=lesson.id,
        )
    )


def close_enrolment(enrolment: Enrolment, outcome: EnrolmentOutcome, *, actor: Principal) -> None:
    """End an enrolment; the firm may enter a new one."""
    enrolment.closed_at, enrolment.outcome = clock.now(), outcome
    publish(
        EnrolmentClosed(
            actor_id=actor.id,
            partner_id=enrolment.partner_id,
            enrolment_id=enrolment.id,
            outcome=outcome.value,
        )
    )


def _refuse_early_renewal(consultant: Consultant, course: Course) -> None:
    until = held_until(consultant.id, course.code, on=clock.today())
    if until is None:
        return
    opens_on = renewal_opens_on(until, certificate_settings())
    if clock.today() < opens_on:
        days = {name: format_day(day, current_locale()) for name, day in (("until", until), ("opens", opens_on))}
        text = _l("The pass is valid until %(until)s. Renewal opens on %(opens)s.", **days)
        raise RuleViolation(text, field="consultant")


def _course_called(code: str) -> Course | None:
    return db.session.scalars(select(Course).where(Course.code == code)).one_or_none()


def _load_lessons(course: Course, contents: tuple[LessonContent, ...]) -> None:
    known = {
        lesson.key: lesson for lesson in db.session.scalars(select(Lesson).where(Lesson.course_id == course.id))
    }
    for position, content in enumerate(contents, start=1):
        lesson = known.pop(content.key, None) or Lesson(course_id=course.id, key=content.key)
        lesson.position, lesson.module, lesson.minutes = position, content.module, content.minutes
        lesson.title, lesson.body = dict(content.title), dict(content.body)
        lesson.retired_at = None
        db.session.add(lesson)
    for lesson in known.values():
        lesson.retired_at = lesson.retired_at or clock.now()
    db.session.flush()
    db.session.expire(course, ["lessons"])
