"""Reading courses and enrolments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from partners.models import Consultant, Qualification
from portal.access import select_visible
from portal.database import db
from portal.defaults.queries import numbers
from portal.i18n import localized
from training.courses.models import Course, Enrolment
from training.courses.rules import CERTIFICATE_DEFAULTS, CertificateSettings


def courses() -> Sequence[Course]:
    """The courses that are taught now, with their lessons, in their order."""
    statement = (
        select(Course)
        .where(Course.retired_at.is_(None))
        .options(joinedload(Course.lessons))
        .order_by(Course.position, Course.code)
    )
    return db.session.scalars(statement).unique().all()


def passes_of(partner_id: int) -> dict[Course, list[Qualification]]:
    """The courses that are taught now, each with every pass of a firm's people in it."""
    held = (Qualification.subject == Course.code) & (Qualification.partner_id == partner_id)
    statement = (
        select(Course, Qualification)
        .outerjoin(Qualification, held)
        .where(Course.retired_at.is_(None))
        .order_by(Course.position, Course.code, Qualification.id)
    )
    found: dict[Course, list[Qualification]] = {}
    for course, qualification in db.session.execute(statement):
        found.setdefault(course, []).extend([qualification] if qualification else [])
    return found


def course_titles() -> dict[str, str]:
    """What each course is called in the reader's language, by its code; those no longer taught as well."""
    return {code: localized(title) for code, title in db.session.execute(select(Course.code, Course.title))}


def consultants() -> Sequence[Consultant]:
    """The people of the firm at hand who have not left, by name."""
    statement = select(Consultant).where(Consultant.left_at.is_(None)).order_by(Consultant.name, Consultant.id)
    return db.session.scalars(statement).all()


def visible_enrolments() -> Sequence[Enrolment]:
    """Every enrolment that the reader may see, the newest first, with what was read."""
    statement = select_visible(Enrolment).options(joinedload(Enrolment.progress)).order_by(Enrolment.id.desc())
    return db.session.scalars(statement).unique().all()


def latest_by_person_and_course(enrolments: Collection[Enrolment]) -> dict[tuple[int, int], Enrolment]:
    """Each person's newest enrolment in each course."""
    oldest_first = sorted(enrolments, key=lambda enrolment: enrolment.id)
    return {(enrolment.consultant_id, enrolment.course_id): enrolment for enrolment in oldest_first}


def latest_enrolment(course: Course) -> Enrolment | None:
    """The reader's newest enrolment in a course, if the firm ever entered one."""
    mine = select_visible(Enrolment).where(Enrolment.course_id == course.id)
    return db.session.scalars(mine.order_by(Enrolment.id.desc()).limit(1)).first()


def open_enrolment(consultant_id: int, course_id: int) -> Enrolment | None:
    """A person's enrolment in a course that is not closed."""
    statement = select(Enrolment).where(
        Enrolment.consultant_id == consultant_id,
        Enrolment.course_id == course_id,
        Enrolment.closed_at.is_(None),
    )
    return db.session.scalars(statement).one_or_none()


def certificate_settings() -> CertificateSettings:
    """How long a pass counts, as it is in force today."""
    return CertificateSettings.from_numbers(numbers(CERTIFICATE_DEFAULTS.key))


def held_until(consultant_id: int, subject: str, *, on: date) -> date | None:
    """The last day of the pass that somebody holds on a day; None if they hold none."""
    return db.session.scalar(
        select(func.max(Qualification.valid_until)).where(
            Qualification.consultant_id == consultant_id,
            Qualification.subject == subject,
            Qualification.valid_from <= on,
            Qualification.valid_until >= on,
            or_(Qualification.revoked_on.is_(None), Qualification.revoked_on > on),
        )
    )


def last_days(consultant_ids: Collection[int]) -> dict[tuple[int, str], date]:
    """The last day of each subject that these people ever passed, lapsed ones too, by person and subject."""
    statement = (
        select(Qualification.consultant_id, Qualification.subject, func.max(Qualification.valid_until))
        .where(Qualification.consultant_id.in_(consultant_ids), Qualification.revoked_on.is_(None))
        .group_by(Qualification.consultant_id, Qualification.subject)
    )
    return {(person, subject): day for person, subject, day in db.session.execute(statement)}
