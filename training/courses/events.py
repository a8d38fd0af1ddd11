"""What happens in courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class CourseLoaded(Event):
    """A course was taken from its files, new or changed."""

    title = _l("Course taken in")

    code: str
    lessons: int


@dataclass(frozen=True, kw_only=True)
class ConsultantEnrolled(Event):
    """A firm put one of its people on a course."""

    title = _l("Consultant enrolled in a course")

    partner_id: int
    consultant_id: int
    enrolment_id: int
    course: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class LessonRead(Event):
    """A consultant said that a lesson is read."""

    title = _l("Lesson read")

    partner_id: int
    enrolment_id: int
    lesson_id: int


@dataclass(frozen=True, kw_only=True)
class EnrolmentClosed(Event):
    """An enrolment ended, by a pass or with its last attempt."""

    title = _l("Course finished")

    partner_id: int
    enrolment_id: int
    outcome: str
