"""Guessing is slowed down."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.exceptions import TooManyRequests

from portal import clock
from portal.accounts.models import Throttle
from portal.accounts.throttles import forget_old_attempts, take_attempt
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, letters, make_member, run_jobs
from tests.world import unit

# The long form, in script/soak, sends the thousand; the gate a tenth of it.
GUESSES = 1_000 if os.environ.get("BANSOU_LONG") else 100


def guess(
    browser: Browser, email: str, password: str = "wrong one", address: str = "192.0.2.1", **headers: str
) -> int:
    values = {"environ_base": {"REMOTE_ADDR": address}, "headers": headers}
    return browser.log_in(email, password, **values).status_code


@pytest.mark.parametrize("known", [True, False])
def test_ten_guesses_an_account_are_looked_at_whatever_the_address(browser, known):
    user = make_member()
    email = user.email if known else "nobody@else.example"

    answers = [guess(browser, email, address=f"192.0.2.{number}") for number in range(13)]

    assert answers == [422] * 10 + [429] * 3


def test_even_the_right_password_waits_then(browser):
    user = make_member()
    for number in range(10):
        guess(browser, user.email, address=f"192.0.2.{number}")

    assert guess(browser, user.email, PASSWORD) == 429
    with clock.at(NOW + timedelta(minutes=15)):
        assert guess(browser, user.email, PASSWORD) == 303


def test_no_window_of_fifteen_minutes_sees_more_than_ten(browser):
    user = make_member()
    looked_at = []
    for minute in range(0, 60, 1):
        with clock.at(NOW + timedelta(minutes=minute)):
            if guess(browser, user.email, address=f"192.0.2.{minute}") == 422:
                looked_at.append(minute)

    assert looked_at
    assert all(len([at for at in looked_at if start <= at < start + 15]) <= 10 for start in range(60))


def test_thirty_failures_an_address_are_looked_at_whatever_the_account(browser):
    answers = [guess(browser, f"person{number}@else.example") for number in range(33)]

    assert answers == [422] * 30 + [429] * 3


@pytest.fixture
def looked_at(monkeypatch) -> list[str]:
    """The passwords that were compared with a kept one, in order; comparing costs nothing here."""
    compared: list[str] = []

    def compare(password, _kept):
        compared.append(password)
        return False

    monkeypatch.setattr("portal.accounts.entry.services.is_password", compare)
    return compared


def storm(browser: Browser, attempts) -> set[int]:
    """Send many guesses from one open page; each is an account, the address it comes from, and what it says so."""
    token = browser.token("/password/sent")
    return {
        browser.client.post(
            "/login",
            data={"csrf_token": token, "email": email, "password": f"guess {number}"},
            environ_base={"REMOTE_ADDR": address},
            headers={"X-Forwarded-For": f"203.0.113.{number % 250}"},
        ).status_code
        for number, (email, address) in enumerate(attempts)
    }


@pytest.mark.parametrize("known", [True, False])
def test_of_a_thousand_guesses_on_one_account_ten_are_looked_at(browser, looked_at, known):
    email = make_member().email if known else "nobody@else.example"

    answers = storm(browser, [(email, f"192.0.{number // 250}.{number % 250}") for number in range(GUESSES)])

    assert answers == {422, 429}
    assert looked_at == [f"guess {number}" for number in range(10)]


def test_of_one_guess_on_each_of_a_thousand_accounts_thirty_are_looked_at(browser, looked_at):
    answers = storm(browser, [(f"person{number}@else.example", "192.0.2.1") for number in range(GUESSES)])

    assert answers == {422, 429}
    assert looked_at == [f"guess {number}" for number in range(30)]


def test_an_address_that_a_stranger_invents_changes_nothing(browser):
    answers = [
        guess(browser, f"person{number}@else.example", **{"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(31)
    ]

    assert answers[-1] == 429


def test_those_who_know_their_password_are_not_counted(browser):
    user = make_member()

    answers = {guess(browser, user.email, PASSWORD) for _ in range(35)}

    assert answers == {303}


def test_a_log_in_in_between_gives_back_no_other_guess(browser):
    user = make_member()

    answers = []
    for number in range(12):
        answers.append(guess(browser, user.email, address=f"192.0.2.{number}"))
        guess(browser, user.email, PASSWORD, address="198.51.100.1")

    assert answers.count(422) == 10


def test_whoever_must_wait_is_told_how_long(browser):
    for number in range(30):
        guess(browser, f"person{number}@else.example")

    with clock.at(NOW + timedelta(minutes=5)):
        answer = browser.log_in("a@else.example", "b", environ_base={"REMOTE_ADDR": "192.0.2.1"})

    assert answer.headers["Retry-After"] == "600"
    assert "Wait 15 minutes" in answer.text


def test_links_for_an_account_are_asked_for_ten_times_at_most(browser):
    user = make_member()
    answers = [
        browser.send(
            "/password/forgot", data={"email": user.email}, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}
        ).status_code
        for number in range(12)
    ]
    run_jobs()

    assert answers == [303] * 10 + [429] * 2
    assert len(letters()) == 10


@pytest.mark.parametrize("path", ["/invitation/", "/password/reset/"])
def test_secrets_of_links_are_guessed_thirty_times_at_most(browser, path):
    token = browser.token()
    data = {"csrf_token": token, "password": "a new password 1", "repeated": "a new password 1"}

    answers = [browser.client.post(f"{path}guess-{number}", data=data).status_code for number in range(32)]

    assert answers == [404] * 30 + [429] * 2


def test_the_present_password_is_guessed_ten_times_at_most(app, login):
    browser = Browser(app, login(make_member()))
    data = {"current": "wrong one", "password": "a new password 1", "repeated": "a new password 1"}

    answers = [browser.send("/account/password", page="/account", data=data).status_code for _ in range(12)]

    assert answers == [422] * 10 + [429] * 2


def test_two_workers_share_the_counts(app):
    def one(_number: int) -> bool:
        try:
            with clock.at(NOW), unit():
                take_attempt("log_in", address=None, account="shared@else.example")
        except TooManyRequests:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        admitted = sum(threads.map(one, range(40)))

    assert admitted == 10


def test_counts_of_yesterday_are_dropped_and_those_of_today_kept(app):
    with unit():
        take_attempt("log_in", address="old")
    with clock.at(NOW + timedelta(days=1, minutes=1)), unit() as session:
        take_attempt("log_in", address="new")
        forget_old_attempts()
        session.flush()
        assert len(session.scalars(select(Throttle)).all()) == 1


def test_neither_addresses_nor_accounts_stand_in_the_counts(browser):
    guess(browser, "private@else.example", address="192.0.2.77")

    with unit(write=False) as session:
        kept = " ".join(session.scalars(select(Throttle.key)))

    assert "private" not in kept
    assert "192.0.2" not in kept
