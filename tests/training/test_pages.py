"""The pages of training, opened and pressed as people do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select

from partners.models import Partner
from portal import clock
from portal.errors import RuleViolation
from portal.people import Role
from tests.browsing import statements
from tests.conftest import NOW
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.factories.training import (
    COURSE,
    answer,
    get_attempt,
    make_attempt,
    make_courses,
    make_enrolment,
    make_learner,
    places_sent,
)
from tests.world import unit
from training.courses.models import Enrolment
from training.quizzes.models import Attempt
from training.quizzes.queries import review_of

pytestmark = pytest.mark.usefixtures("app")

Login = Callable[..., FlaskClient]


def post(browser: FlaskClient, url: str, page: str, **fields: object):
    """Send a form as the page that holds it would."""
    shown = text_of(browser, page)
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    assert token, shown[:500]
    return browser.post(url, data={"csrf_token": token[1], **fields})


def text_of(browser: FlaskClient, url: str) -> str:
    answered = browser.get(url)
    assert answered.status_code == 200, f"{url}: {answered.status_code}"
    return answered.get_data(as_text=True)


def the_attempt() -> Attempt:
    with unit() as session:
        return session.scalars(select(Attempt)).one()


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_consultant_goes_from_the_first_lesson_to_the_result(login: Login, locale: str) -> None:
    user, _enrolment = make_learner(has_read=False)
    browser = login(user, locale=locale)

    assert f"/training/{COURSE}/lessons/1" in text_of(browser, "/training")
    for number in range(1, 7):
        page = f"/training/{COURSE}/lessons/{number}"
        read = post(browser, f"{page}/read", page)
        assert read.status_code == 303
    started = post(browser, f"/training/{COURSE}/attempts", f"/training/{COURSE}")
    attempt = get_attempt(the_attempt())
    assert started.location == f"/training/attempts/{attempt.code}/questions/1"
    for place in range(1, 16):
        page = f"/training/attempts/{attempt.code}/questions/{place}"
        sent = {"answer": list(places_sent(attempt, place)), "go": "next"}
        assert post(browser, page, page, **sent).status_code == 303
    page = f"/training/attempts/{attempt.code}"
    assert post(browser, f"{page}/submit", page).status_code == 303

    assert ("Passed with 100%" if locale == "en" else "合格") in text_of(browser, page)
    assert ("Valid until" if locale == "en" else "まで有効") in text_of(browser, "/training")


def test_no_key_and_no_explanation_leaves_the_server_before_the_attempt_closes(login: Login) -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    browser = login(user, locale="en")
    pages = [f"/training/attempts/{attempt.code}/questions/{row.place}" for row in attempt.questions]
    shown = [
        text_of(browser, page) for page in [*pages, f"/training/attempts/{attempt.code}", f"/training/{COURSE}"]
    ]

    assert len(shown) == 17
    for row in attempt.questions:
        assert not any(str(escape(row.question.explanation["en"])) in page for page in shown)
        assert sum(str(escape(row.question.text["en"])) in page for page in shown) == 1

    answer(user, attempt, wrong=range(1, 8))
    result = text_of(browser, f"/training/attempts/{attempt.code}")
    assert all(str(escape(row.question.explanation["en"])) in result for row in attempt.questions)


def test_a_refused_answer_stays_on_its_page_with_what_was_sent(login: Login) -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    place = next(row.place for row in attempt.questions if row.question.kind == "single")
    page = f"/training/attempts/{attempt.code}/questions/{place}"

    answered = post(login(user), page, page, answer=["1", "1"], go="next")

    assert answered.status_code == 422
    assert "Answer with what the question offers." in answered.get_data(as_text=True)


def test_a_script_that_saves_in_passing_gets_a_line_and_no_page(login: Login) -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    page = f"/training/attempts/{attempt.code}/questions/1"
    browser = login(user)
    token = re.search(r'name="csrf_token" value="([^"]+)"', text_of(browser, page))
    assert token

    fields = {"csrf_token": token[1], "answer": list(places_sent(attempt, 1))}
    saved = browser.post(page, data=fields, headers={"HX-Request": "true"}).get_data(as_text=True)

    assert "Answer 1 saved at" in saved
    assert "<html" not in saved


def test_after_the_deadline_the_paper_shows_the_way_to_the_result_and_takes_no_answer(login: Login) -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    browser = login(user)
    page = f"/training/attempts/{attempt.code}"
    question = f"{page}/questions/1"
    token = re.search(r'name="csrf_token" value="([^"]+)"', text_of(browser, question))
    assert token

    with clock.at(NOW + timedelta(hours=1)):
        late = browser.post(question, data={"csrf_token": token[1], "answer": list(places_sent(attempt, 1))})
        assert (late.status_code, late.location) == (303, page)
        assert browser.get(question).location == page
        assert "Time is up" in text_of(browser, page)
        post(browser, f"{page}/submit", page)

    assert get_attempt(attempt).passed is False


def test_looking_changes_nothing(login: Login) -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    browser = login(user)

    with clock.at(NOW + timedelta(hours=1)):
        text_of(browser, f"/training/attempts/{attempt.code}")

    assert get_attempt(attempt).closed_at is None


@pytest.mark.parametrize("tail", ["", "/questions/1"])
def test_an_attempt_of_a_teammate_a_stranger_and_nobody_look_alike(login: Login, tail: str) -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    with unit() as session:
        firm = session.scalars(select(Partner).where(Partner.id == enrolment.partner_id)).one()
    teammate, _ = make_consultant_user(firm)
    stranger, _ = make_consultant_user(make_partner())

    for other in (teammate, stranger):
        assert login(other).get(f"/training/attempts/{attempt.code}{tail}").status_code == 404
    assert login(user).get(f"/training/attempts/0000-0000{tail}").status_code == 404


def test_who_is_not_enrolled_can_read_but_neither_tick_off_nor_start(login: Login) -> None:
    make_courses()
    user, _consultant = make_consultant_user(make_partner())
    browser = login(user)
    page = f"/training/{COURSE}/lessons/1"

    assert "Mark as read" not in text_of(browser, page)
    assert post(browser, f"{page}/read", page).status_code == 404
    assert post(browser, f"/training/{COURSE}/attempts", page).status_code == 404


@pytest.mark.parametrize("role", [Role.CS_MANAGER, Role.PARTNER_MANAGER])
def test_only_a_consultant_takes_a_quiz(login: Login, role: Role) -> None:
    user, enrolment = make_learner()
    attempt = make_attempt(user, enrolment)
    with unit() as session:
        firm = session.scalars(select(Partner).where(Partner.id == enrolment.partner_id)).one()
    other = make_partner_manager(firm) if role == Role.PARTNER_MANAGER else make_user(role)

    assert login(other).get(f"/training/attempts/{attempt.code}").status_code == 403


def test_no_review_is_made_of_an_open_attempt() -> None:
    attempt = make_attempt(*make_learner())

    with pytest.raises(RuleViolation, match="after the attempt"):
        review_of(attempt)


def test_a_manager_enrols_a_consultant_who_is_told(login: Login) -> None:
    make_courses()
    partner = make_partner()
    _user, consultant = make_consultant_user(partner)
    browser = login(make_partner_manager(partner))

    fields = {"consultant": consultant.email, "course": COURSE, "due_on": "2026-12-10"}
    done = post(browser, "/training/enrol", "/training/enrol", **fields)

    assert done.status_code == 303
    page = text_of(browser, "/training")
    assert consultant.name in page and "0 of 6 lessons" in page


def test_a_manager_cannot_enrol_somebody_of_another_firm(login: Login) -> None:
    make_courses()
    _user, stranger = make_consultant_user(make_partner())
    browser = login(make_partner_manager(make_partner()))

    refused = post(browser, "/training/enrol", "/training/enrol", consultant=stranger.email, course=COURSE)

    assert refused.status_code == 422
    with unit() as session:
        assert session.scalars(select(Enrolment)).all() == []


def test_a_due_day_that_has_passed_is_said_beside_the_field(login: Login) -> None:
    make_courses()
    partner = make_partner()
    _user, consultant = make_consultant_user(partner)
    fields = {"consultant": consultant.email, "course": COURSE, "due_on": "2026-11-01"}

    refused = post(login(make_partner_manager(partner)), "/training/enrol", "/training/enrol", **fields)

    assert refused.status_code == 422
    assert 'id="due_on-error"' in refused.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.CS_MANAGER, Role.AUDITOR, Role.CS_MEMBER])
def test_the_vendor_reads_counts_and_no_name(login: Login, role: Role) -> None:
    user, enrolment = make_learner()
    answer(user, make_attempt(user, enrolment))

    page = text_of(login(make_user(role)), "/training")

    assert "1 valid" in page
    assert user.name not in page and user.email not in page


def test_the_vendor_finds_a_partner_by_a_part_of_its_name_taken_literally(login: Login) -> None:
    make_courses()
    for name in ("100% Books", "Ledger House"):
        make_consultant_user(make_partner(name=name))
    browser = login(make_user(Role.CS_MANAGER))

    assert "Ledger House" not in text_of(browser, "/training?q=100%25")
    assert "No partner fits this search" in text_of(browser, "/training?q=%25%25")


@pytest.mark.parametrize("role", [Role.SALES, Role.SUPPORT, Role.ADMIN])
def test_others_of_the_vendor_have_no_training(login: Login, role: Role) -> None:
    make_courses()

    assert login(make_user(role)).get("/training").status_code == 403


def test_the_matrix_of_a_firm_takes_the_same_number_of_statements_for_two_people_as_for_twelve(
    login: Login, app: Flask
) -> None:
    make_courses()
    partner = make_partner()
    browser = login(make_partner_manager(partner))
    counted = []
    for _size in (2, 10):
        for _ in range(_size):
            make_enrolment(make_consultant_user(partner)[1])
        with statements(app) as seen:
            text_of(browser, "/training")
        counted.append(sum("set_config" not in statement for statement in seen))

    assert counted[0] == counted[1] <= 12


def test_the_start_page_tells_a_consultant_what_to_learn_next(login: Login) -> None:
    user, _enrolment = make_learner(has_read=False)

    page = text_of(login(user), "/")

    assert "Next: Kickoff and handover" in page


def test_the_start_page_tells_a_manager_whose_pass_lapses(login: Login) -> None:
    with clock.at(NOW - timedelta(days=330)):
        user, enrolment = make_learner()
        answer(user, make_attempt(user, enrolment))
    with unit() as session:
        firm = session.scalars(select(Partner).where(Partner.id == enrolment.partner_id)).one()

    page = text_of(login(make_partner_manager(firm)), "/")

    assert "One pass needs renewing" in page and user.name in page


def test_a_partners_page_counts_passes_and_names_nobody_to_the_vendor(login: Login) -> None:
    user, enrolment = make_learner()
    answer(user, make_attempt(user, enrolment))
    with unit() as session:
        firm = session.scalars(select(Partner).where(Partner.id == enrolment.partner_id)).one()

    page = text_of(login(make_user(Role.CS_MANAGER)), f"/partners/{firm.code}")

    assert "1 of 1 valid" in page and user.name not in page


def test_a_consultant_is_told_in_the_inbox(login: Login) -> None:
    user, _enrolment = make_learner()

    assert "Your firm enrolled you in Onboarding a customer to cloud accounting." in text_of(login(user), "/inbox")


def test_a_vendor_without_courses_loads_those_of_the_product(login: Login) -> None:
    browser = login(make_user(Role.CS_MANAGER))

    post(browser, "/training/load", "/training")

    assert "Onboarding a customer to cloud accounting" in text_of(browser, "/training")
