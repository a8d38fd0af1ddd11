"""Starting, answering and handing in, on the server's clock."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from partners.models import Qualification
from portal import clock
from portal.errors import RuleViolation
from portal.jobs.services import carry_out_all
from portal.tenancy import Scope
from tests.conftest import NOW
from tests.factories.people import principal
from tests.factories.training import (
    answer,
    get_attempt,
    make_attempt,
    make_enrolment,
    make_learner,
    places_sent,
)
from tests.world import the_app, unit
from training.courses.enums import EnrolmentOutcome
from training.courses.models import Enrolment
from training.quizzes.models import Attempt
from training.quizzes.services import close_overdue_attempt, save_answer, start_attempt, submit_attempt

pytestmark = pytest.mark.usefixtures("app")

FAIL = range(1, 8)  # seven of fifteen wrong


def qualifications() -> list[Qualification]:
    with unit() as session:
        return list(session.scalars(select(Qualification).order_by(Qualification.id)))


def reload_enrolment(enrolment: Enrolment) -> Enrolment:
    with unit() as session:
        return session.scalars(select(Enrolment).where(Enrolment.id == enrolment.id)).one()


def days_of_attempts(count: int) -> Iterator[timedelta]:
    return (timedelta(hours=25 * number) for number in range(count))


def test_a_paper_has_five_questions_of_each_module_and_the_servers_deadline() -> None:
    attempt = make_attempt(*make_learner())

    assert [row.question.module for row in attempt.questions] == (
        ["preparation"] * 5 + ["setup"] * 5 + ["operation"] * 5
    )
    assert (attempt.started_at, attempt.deadline_at) == (NOW, NOW + timedelta(seconds=15 * 90))


def test_no_paper_is_given_out_before_every_lesson_is_read() -> None:
    user, enrolment = make_learner(has_read=False)

    with pytest.raises(RuleViolation, match="Read every lesson"):
        make_attempt(user, enrolment)


def test_starting_again_gives_the_same_paper_and_the_clock_goes_on() -> None:
    user, enrolment = make_learner()
    first = make_attempt(user, enrolment)

    with clock.at(NOW + timedelta(minutes=5)):
        again = make_attempt(user, enrolment)

    assert (again.id, again.deadline_at) == (first.id, first.deadline_at)


def test_fifty_starts_at_once_make_one_attempt() -> None:
    user, enrolment = make_learner()
    actor, app = principal(user), the_app()

    def start(_number: int) -> int:
        with clock.at(NOW), unit(Scope(enrolment.partner_id)) as session:
            mine = session.scalars(select(Enrolment)).one()
            return start_attempt(mine, actor=actor).id

    with ThreadPoolExecutor(16) as pool:
        ids = set(pool.map(start, range(50)))

    assert len(ids) == 1
    with unit() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1
    assert app


def test_twenty_submissions_at_once_grant_one_qualification() -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    answer(user, attempt, submit=False)
    actor = principal(user)

    def submit(_number: int) -> None:
        with clock.at(NOW), unit(Scope(enrolment.partner_id)) as session:
            submit_attempt(session.scalars(select(Attempt)).one(), actor=actor)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(submit, range(20)))

    assert len(qualifications()) == 1


def test_a_pass_grants_a_qualification_of_twelve_months_and_ends_the_enrolment() -> None:
    user, enrolment = make_learner()

    answer(user, make_attempt(user, enrolment), wrong=(1, 6, 11))

    (granted,) = qualifications()
    assert (granted.subject, granted.valid_from) == ("accounting-onboarding", date(2026, 11, 24))
    assert granted.valid_until == date(2027, 11, 23)
    assert reload_enrolment(enrolment).outcome is EnrolmentOutcome.PASSED


def test_a_fail_grants_nothing_and_the_next_paper_waits_a_day() -> None:
    user, enrolment = make_learner()
    answer(user, make_attempt(user, enrolment), wrong=FAIL)

    assert qualifications() == []
    with clock.at(NOW + timedelta(hours=23, minutes=59)), pytest.raises(RuleViolation, match="wait"):
        make_attempt(user, enrolment)
    with clock.at(NOW + timedelta(hours=24)):
        assert make_attempt(user, enrolment).number == 2


def test_the_second_paper_asks_first_what_was_not_asked_before() -> None:
    user, enrolment = make_learner()
    first = make_attempt(user, enrolment)
    answer(user, first, wrong=FAIL)

    with clock.at(NOW + timedelta(days=1)):
        second = make_attempt(user, enrolment)

    seen = {row.question.key for row in first.questions}
    assert sum(row.question.key not in seen for row in second.questions) == 3 + 4 + 4


def test_after_three_fails_the_enrolment_is_over_until_the_firm_enters_a_new_one() -> None:
    user, enrolment = make_learner()
    for later in days_of_attempts(3):
        with clock.at(NOW + later):
            answer(user, make_attempt(user, enrolment), wrong=FAIL)

    ended = reload_enrolment(enrolment)
    assert ended.outcome is EnrolmentOutcome.FAILED
    with clock.at(NOW + timedelta(days=9)):
        with pytest.raises(RuleViolation, match="over"):
            make_attempt(user, enrolment)
        with unit() as session:
            consultant = session.scalars(select(Enrolment)).one().consultant
        assert make_attempt(user, make_enrolment(consultant)).number == 1


def test_an_answer_can_be_changed_and_taken_back_until_the_deadline() -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)

    for sent in (places_sent(attempt, 1, right=False), places_sent(attempt, 1), ()):
        with unit() as session:
            found = session.scalars(select(Attempt)).one()
            save_answer(found, 1, sent, to_review=True, actor=principal(user))

    row = get_attempt(attempt).questions[0]
    assert (row.answer, row.answered_at, row.to_review) == ([], None, True)


def test_what_the_question_does_not_offer_is_refused() -> None:
    user, enrolment = make_learner()
    make_attempt(user, enrolment)

    with pytest.raises(RuleViolation, match="offers"), unit() as session:
        found = session.scalars(select(Attempt)).one()
        save_answer(found, 1, ("1", "1"), to_review=False, actor=principal(user))


def test_an_answer_after_deadline_and_grace_does_not_count() -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    late = attempt.deadline_at + timedelta(seconds=attempt.settings.grace_seconds, microseconds=1)

    with clock.at(late), pytest.raises(RuleViolation, match="Time is up"), unit() as session:
        found = session.scalars(select(Attempt)).one()
        save_answer(found, 1, places_sent(attempt, 1), to_review=False, actor=principal(user))


def test_when_time_is_up_a_job_marks_what_was_saved() -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    answer(user, attempt, submit=False)

    with the_app().app_context():
        carry_out_all()
    assert get_attempt(attempt).closed_at is None

    with clock.at(NOW + timedelta(hours=1)), the_app().app_context():
        carry_out_all()
    closed = get_attempt(attempt)
    assert (closed.closed_at, closed.passed) == (attempt.deadline_at, True)
    assert len(qualifications()) == 1


def test_the_job_bears_repeating() -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    answer(user, attempt, submit=False)

    for _ in range(2):
        with clock.at(NOW + timedelta(hours=1)), unit():
            close_overdue_attempt(attempt.id)

    assert len(qualifications()) == 1


def test_a_renewal_goes_on_where_the_old_pass_ends() -> None:
    user, enrolment = make_learner()
    answer(user, make_attempt(user, enrolment))
    with unit() as session:
        consultant = session.scalars(select(Enrolment)).one().consultant

    with clock.at(NOW + timedelta(days=330)):
        answer(user, make_attempt(user, make_enrolment(consultant)))

    assert qualifications()[-1].valid_until == date(2028, 11, 23)


def test_other_numbers_in_force_are_kept_with_the_attempt() -> None:
    attempt = make_attempt(*make_learner())

    assert attempt.settings.numbers == {
        "attempts": 3,
        "cool_down_hours": 24,
        "pass_percent": 80,
        "module_pass_percent": 70,
        "seconds_per_question": 90,
        "grace_seconds": 10,
    }
