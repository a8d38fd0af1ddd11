"""Training in a real browser: with a script and without, by keyboard, in both languages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.accounts.models import User
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, open_session
from tests.factories.training import COURSE, answer, get_attempt, make_attempt, make_courses, make_enrolment
from tests.world import unit
from training.quizzes.models import Attempt
from training.quizzes.questions import QuestionKind

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


class QuietHandler(WSGIRequestHandler):
    def log(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def open_as(app: Flask, chromium: Browser, address: str) -> Iterator[Open]:
    """Open a page signed in as somebody."""
    contexts = []

    def opened(user: User, path: str, *, locale: str = "ja", script: bool = True, width: int = 1280) -> Page:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_token"], cookie["locale"] = open_session(user), locale
        context = chromium.new_context(java_script_enabled=script, viewport={"width": width, "height": 800})
        contexts.append(context)
        context.add_cookies([{"name": "bansou", "value": client.get_cookie("bansou").value, "url": address}])
        page = context.new_page()
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def the_attempt() -> Attempt:
    with unit() as session:
        latest = session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()
    return get_attempt(latest)


def press(page: Page, what: str) -> None:
    """Press something that leads to another page, and wait until it is there."""
    with page.expect_navigation():
        page.click(what)


def give_right_answer(page: Page, attempt: Attempt, place: int) -> None:
    row = attempt.questions[place - 1]
    question = row.question.value
    if question.kind is QuestionKind.NUMBER:
        page.fill("#typed", question.correct[0])
    elif question.kind is QuestionKind.TRUE_FALSE:
        page.check(f'input[value="{question.correct[0]}"]')
    elif question.kind is QuestionKind.ORDER:
        for number, key in enumerate(question.correct, start=1):
            page.select_option(f"#place-{number}", str(row.options.index(key) + 1))
    else:
        for key in question.correct:
            page.check(f'input[name="answer"][value="{row.options.index(key) + 1}"]')


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_consultant_reads_answers_and_passes(open_as: Open, script: bool) -> None:
    make_courses()
    user, consultant = make_consultant_user(make_partner())
    make_enrolment(consultant, has_read=False)
    page = open_as(user, "/training", script=script)

    press(page, "text=第1課を読む")
    for _ in range(6):
        press(page, "text=読み終えて次へ進む")
    press(page, "text=テストを始める")
    attempt = the_attempt()
    for place in range(1, 16):
        give_right_answer(page, attempt, place)
        press(page, 'button[value="next"]')
    press(page, "button:has-text('提出する')")
    page.wait_for_url("**/attempts/*")

    assert page.inner_text("h1") == "合格しました（正答率100%）"


def test_an_answer_is_saved_the_moment_it_is_chosen(open_as: Open) -> None:
    make_courses()
    user, consultant = make_consultant_user(make_partner())
    attempt = make_attempt(user, make_enrolment(consultant))
    place = next(row.place for row in attempt.questions if row.question.kind == "single")
    page = open_as(user, f"/training/attempts/{attempt.code}/questions/{place}", locale="en")

    page.focus('input[name="answer"]')
    page.keyboard.press("Space")
    page.wait_for_selector(f"#saved:has-text('Answer {place} saved')")

    assert "answered: 1" in page.inner_text("#question-map")
    assert len(the_attempt().questions[place - 1].answer) == 1


def test_the_time_left_counts_down(open_as: Open) -> None:
    make_courses()
    user, consultant = make_consultant_user(make_partner())
    attempt = make_attempt(user, make_enrolment(consultant))
    page = open_as(user, f"/training/attempts/{attempt.code}/questions/1", locale="en")
    first = page.inner_text("[data-seconds-left]")

    page.wait_for_function(
        "before => document.querySelector('[data-seconds-left]').textContent !== before", arg=first
    )

    assert page.inner_text("[data-seconds-left]") < first


@pytest.mark.parametrize(("width", "locale"), [(1280, "ja"), (375, "en")])
def test_no_page_of_training_breaks_a_rule_of_accessibility_or_its_width(
    open_as: Open, width: int, locale: str
) -> None:
    make_courses()
    partner = make_partner()
    user, consultant = make_consultant_user(partner)
    enrolment = make_enrolment(consultant)
    attempt = make_attempt(user, enrolment)
    here = f"/training/attempts/{attempt.code}"
    one_of_each = {row.question.kind: row.place for row in attempt.questions}
    mine = ["/training", f"/training/{COURSE}", f"/training/{COURSE}/lessons/5", here]
    mine += [f"{here}/questions/{place}" for place in one_of_each.values()]

    look_at(open_as(user, "/training", locale=locale, width=width), mine)
    answer(user, attempt, wrong=range(1, 8))
    look_at(open_as(user, here, locale=locale, width=width), [here])
    manager = open_as(make_partner_manager(partner), "/training", locale=locale, width=width)
    look_at(manager, ["/training", "/training/enrol"])
    look_at(open_as(make_user(), "/training", locale=locale, width=width), ["/training"])


def look_at(page: Page, paths: list[str]) -> None:
    for path in paths:
        page.goto(urljoin(page.url, path))
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"


def test_a_lost_connection_is_said_and_the_answer_is_sent_again_when_it_returns(open_as: Open) -> None:
    make_courses()
    user, consultant = make_consultant_user(make_partner())
    attempt = make_attempt(user, make_enrolment(consultant))
    place = next(row.place for row in attempt.questions if row.question.kind == "single")
    page = open_as(user, f"/training/attempts/{attempt.code}/questions/{place}", locale="en", width=375)

    page.context.set_offline(True)
    page.focus('input[name="answer"]')
    page.keyboard.press("Space")
    page.wait_for_selector("#unsent:has-text('Not saved')")
    assert not page.is_visible("#saved")
    assert not the_attempt().questions[place - 1].answer

    page.context.set_offline(False)
    page.wait_for_selector(f"#saved:has-text('Answer {place} saved')")
    assert not page.is_visible("#unsent")
    assert len(the_attempt().questions[place - 1].answer) == 1
