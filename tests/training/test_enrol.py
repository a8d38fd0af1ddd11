"""Enrolling consultants and noting what they read."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from partners.services import grant_qualification
from portal import clock
from portal.errors import RuleViolation
from portal.people import PORTAL
from portal.tenancy import Scope, ScopeError
from tests.conftest import NOW
from tests.factories.partners import make_consultant_user, make_partner
from tests.factories.training import COURSE, lesson_of, make_courses, make_enrolment, make_learner
from tests.world import unit
from training.courses.models import Course, Enrolment, LessonProgress
from training.courses.services import enrol_consultant, mark_lesson_read

pytestmark = pytest.mark.usefixtures("app")


def the_course() -> Course:
    with unit() as session:
        return session.scalars(select(Course).where(Course.code == COURSE)).one()


def test_nobody_is_enrolled_twice_at_a_time() -> None:
    make_courses()
    _, consultant = make_consultant_user(make_partner())
    make_enrolment(consultant)

    with pytest.raises(RuleViolation, match="already"):
        make_enrolment(consultant)


def test_nobody_is_enrolled_who_has_left() -> None:
    make_courses()
    _, consultant = make_consultant_user(make_partner())
    consultant.left_at = NOW

    with pytest.raises(RuleViolation, match="left"):
        make_enrolment(consultant)


def test_a_due_day_cannot_lie_in_the_past() -> None:
    make_courses()
    _, consultant = make_consultant_user(make_partner())
    course = the_course()

    with pytest.raises(RuleViolation, match="due day"), unit():
        enrol_consultant(consultant, course, due_on=date(2026, 11, 23), actor=PORTAL)


def test_a_pass_can_be_renewed_from_sixty_days_before_its_end_and_no_sooner() -> None:
    make_courses()
    _, consultant = make_consultant_user(make_partner())
    with unit():
        grant_qualification(
            consultant,
            subject=COURSE,
            valid_from=date(2026, 2, 1),
            valid_until=date(2027, 1, 24),
            actor=PORTAL,
        )

    with pytest.raises(RuleViolation, match="Renewal opens"):
        make_enrolment(consultant)
    with clock.at(NOW + timedelta(days=1)):
        assert make_enrolment(consultant).id


def test_a_lesson_is_read_once_however_often_it_is_said() -> None:
    _user, enrolment = make_learner(has_read=False)
    lesson = lesson_of(enrolment)

    for _ in range(2):
        with unit() as session:
            found = session.scalars(select(Enrolment)).one()
            mark_lesson_read(found, lesson, actor=PORTAL)

    with unit() as session:
        assert session.scalar(select(func.count()).select_from(LessonProgress)) == 1


def test_a_firm_sees_its_own_enrolments_and_cannot_write_into_anothers() -> None:
    _, ours = make_learner()
    other = make_partner()

    with unit(Scope(other.id), write=False) as session:
        assert session.scalars(select(Enrolment)).all() == []
        assert session.scalars(select(LessonProgress)).all() == []
    with pytest.raises(ScopeError), unit(Scope(other.id)) as session:
        session.add(Enrolment(partner_id=ours.partner_id, consultant_id=1, course_id=1, enrolled_at=NOW))
