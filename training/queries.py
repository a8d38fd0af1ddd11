"""What the pages of training show: one person's way, a firm's people, and counts for the vendor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, select, true

from partners.models import Consultant, Partner, Qualification
from partners.queries import consultant_of_user
from portal import clock
from portal.access import person
from portal.database import db
from training.courses.models import Course, Enrolment, Lesson
from training.courses.queries import (
    certificate_settings,
    consultants,
    courses,
    last_days,
    latest_by_person_and_course,
    visible_enrolments,
)
from training.courses.rules import CertificateSettings, Validity, validity_of
from training.quizzes.models import Attempt
from training.quizzes.queries import attempts_by_enrolment, is_overdue, quiz_settings, standing_after
from training.quizzes.rules import QuizSettings, Standing
from training.rules import Step, step_of

MY_WAY = "training.my_way"


@dataclass(frozen=True)
class Progress:
    """Where one person stands in one course."""

    course: Course
    enrolment: Enrolment | None
    attempts: Sequence[Attempt]
    standing: Standing
    step: Step
    validity: Validity
    last_day: date | None

    @property
    def read(self) -> int:
        """How many of the lessons taught now are read."""
        return len(self.course.lessons) - len(self.enrolment.unread) if self.enrolment else 0

    @property
    def next_lesson(self) -> Lesson | None:
        unread = self.enrolment.unread if self.enrolment else []
        return unread[0] if unread else None

    @property
    def running(self) -> Attempt | None:
        """The attempt that is open."""
        return next((attempt for attempt in self.attempts if attempt.closed_at is None), None)


@dataclass(frozen=True)
class EndingPass:
    """A pass that has lapsed or may be renewed."""

    consultant: Consultant
    course: Course
    last_day: date
    validity: Validity
    is_enrolled_again: bool


@dataclass(frozen=True)
class InForce:
    """What is taught today, and by which numbers."""

    courses: Sequence[Course]
    quiz: QuizSettings
    certificate: CertificateSettings


@dataclass(frozen=True)
class Count:
    """How the passes of a firm's people in one course stand, as numbers alone."""

    people: int
    valid: int
    lapsing: int
    lapsed: int


def in_force() -> InForce:
    """What is taught today, and by which numbers; read once for a page."""
    return InForce(courses(), quiz_settings(), certificate_settings())


def my_progress(now: InForce) -> list[Progress]:
    """The reader's own way through every course."""
    me = consultant_of_user(person().id or 0)
    return _progress_of([me], now)[me.id] if me else []


def my_progress_today() -> list[Progress]:
    """The reader's own way through what is taught today; read once a page."""
    known: dict[str, list[Progress]] = db.session.info
    if MY_WAY not in known:
        known[MY_WAY] = my_progress(in_force())
    return known[MY_WAY]


def ending_passes() -> list[EndingPass]:
    """Whose pass of a course that is taught has lapsed or may be renewed, the earliest end first; one statement."""
    settings, today = certificate_settings(), clock.today()
    last = (
        select(Qualification.consultant_id, Qualification.subject, func.max(Qualification.valid_until).label("day"))
        .where(Qualification.revoked_on.is_(None))
        .group_by(Qualification.consultant_id, Qualification.subject)
        .subquery()
    )
    again = and_(
        Enrolment.consultant_id == Consultant.id, Enrolment.course_id == Course.id, Enrolment.closed_at.is_(None)
    )
    statement = (
        select(Consultant, Course, last.c.day, Enrolment.id)
        .join(last, last.c.consultant_id == Consultant.id)
        .join(Course, Course.code == last.c.subject)
        .outerjoin(Enrolment, again)
        .where(Consultant.left_at.is_(None), Course.retired_at.is_(None))
        .order_by(last.c.day, Consultant.name, Consultant.id)
    )
    held = [
        EndingPass(
            someone, course, day, validity_of(day, on=today, settings=settings), is_enrolled_again=open_ is not None
        )
        for someone, course, day, open_ in db.session.execute(statement)
    ]
    return [one for one in held if one.validity in (Validity.LAPSING, Validity.LAPSED)]


def firm_progress(now: InForce) -> list[tuple[Consultant, list[Progress]]]:
    """The way of every person of the reader's firm through every course, by name."""
    people = consultants()
    ways = _progress_of(people, now)
    return [(someone, ways[someone.id]) for someone in people]


def firms_with_people(search: str) -> Select[Partner]:
    """The firms that have named consultants, by name; `search` is a part of name or code."""
    present = select(Consultant.partner_id).where(Consultant.left_at.is_(None))
    wanted = Partner.name.icontains(search, autoescape=True) | Partner.code.icontains(search, autoescape=True)
    return select(Partner).where(Partner.id.in_(present), wanted).order_by(Partner.name, Partner.id)


def firms_with_lapsed_passes(now: InForce) -> int:
    """At how many firms somebody's pass has lapsed."""
    _people, found = _held(None, now.certificate)
    return len({firm_id for (firm_id, _), held in found.items() if held[Validity.LAPSED]})


def counts_by_firm(firms: Sequence[Partner], now: InForce) -> list[tuple[Partner, dict[str, Count]]]:
    """How many people of each of these firms hold each course: never who."""
    return list(_counted(firms, now).items())


def counts_of(partner: Partner, now: InForce) -> dict[str, Count]:
    """How many people of one firm hold each course, by its code."""
    return _counted([partner], now)[partner]


def _progress_of(people: Sequence[Consultant], now: InForce) -> dict[int, list[Progress]]:
    ids = [someone.id for someone in people]
    newest = latest_by_person_and_course(visible_enrolments())
    attempts = attempts_by_enrolment(list(newest.values()))
    days = last_days(ids)
    return {
        someone: [
            _progress(course, newest.get((someone, course.id)), attempts, days.get((someone, course.code)), now)
            for course in now.courses
        ]
        for someone in ids
    }


def _progress(
    course: Course,
    enrolment: Enrolment | None,
    attempts: Mapping[int, Sequence[Attempt]],
    last_day: date | None,
    now: InForce,
) -> Progress:
    mine = attempts[enrolment.id] if enrolment else []
    stand = standing_after(mine, now.quiz)
    running = next((attempt for attempt in mine if attempt.closed_at is None), None)
    step = step_of(
        outcome=enrolment.outcome if enrolment else None,
        is_enrolled=enrolment is not None,
        unread=len(enrolment.unread) if enrolment else 0,
        is_running=running is not None,
        is_overdue=running is not None and is_overdue(running),
        may_start=stand.may_start(at=clock.now()),
    )
    validity = validity_of(last_day, on=clock.today(), settings=now.certificate)
    return Progress(course, enrolment, mine, stand, step, validity, last_day)


def _counted(firms: Sequence[Partner], now: InForce) -> dict[Partner, dict[str, Count]]:
    people, found = _held([firm.id for firm in firms], now.certificate)
    codes = [course.code for course in now.courses]
    return {
        firm: {code: _count(people.get(firm.id, 0), found.get((firm.id, code), Counter())) for code in codes}
        for firm in firms
    }


def _count(people: int, validities: Counter[Validity]) -> Count:
    lapsing = validities[Validity.LAPSING]
    return Count(people, validities[Validity.VALID] + lapsing, lapsing, validities[Validity.LAPSED])


def _held(
    firm_ids: Sequence[int] | None, settings: CertificateSettings
) -> tuple[dict[int, int], dict[tuple[int, str], Counter[Validity]]]:
    """How many people each firm has, and how their passes stand by firm and subject; one statement."""
    counts = Qualification.revoked_on.is_(None) & (Qualification.consultant_id == Consultant.id)
    statement = (
        select(Consultant.partner_id, Consultant.id, Qualification.subject, func.max(Qualification.valid_until))
        .outerjoin(Qualification, counts)
        .where(
            true() if firm_ids is None else Consultant.partner_id.in_(firm_ids),
            Consultant.left_at.is_(None),
        )
        .group_by(Consultant.partner_id, Consultant.id, Qualification.subject)
    )
    today = clock.today()
    people: dict[int, set[int]] = {}
    found: dict[tuple[int, str], Counter[Validity]] = {}
    for firm_id, consultant_id, subject, last_day in db.session.execute(statement):
        people.setdefault(firm_id, set()).add(consultant_id)
        if subject is not None:
            held = found.setdefault((firm_id, subject), Counter())
            held[validity_of(last_day, on=today, settings=settings)] += 1
    return {firm_id: len(own) for firm_id, own in people.items()}, found
