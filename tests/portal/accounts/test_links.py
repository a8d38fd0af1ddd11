"""Forgotten passwords and invitations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.enums import LinkPurpose
from portal.accounts.services import make_link
from portal.database import db
from portal.mail.sealing import token_of
from tests.browsing import HERE, Browser
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, letters, mailed_path, make_member, reload, run_jobs
from tests.world import unit

FRESH = {"password": "a fresh password", "repeated": "a fresh password"}


@pytest.fixture
def mailed(browser):
    """Ask for a link as a person who forgot the password; gives the path in the letter."""

    def ask(user):
        browser.send("/password/forgot", data={"email": user.email})
        run_jobs()
        return mailed_path(letters()[-1])

    return ask


def test_a_new_password_is_chosen_by_a_mailed_link(browser, mailed):
    user = make_member()

    answer = browser.send(mailed(user), data=FRESH)

    assert answer.location == "/login"
    assert browser.log_in(user.email, FRESH["password"]).status_code == 303
    assert Browser(browser.client.application).log_in(user.email, PASSWORD).status_code == 422


def test_a_link_works_once(browser, mailed):
    path = mailed(make_member())
    token = browser.token(path)
    data = {**FRESH, "csrf_token": token}

    assert browser.client.post(path, data=data).status_code == 303
    assert browser.client.post(path, data=data).status_code == 404
    assert browser.get(path).status_code == 404


def test_looking_at_a_link_uses_nothing_up(browser, mailed):
    path = mailed(make_member())

    assert [browser.get(path).status_code for _ in range(3)] == [200] * 3
    assert browser.send(path, data=FRESH).status_code == 303


def test_a_link_is_good_for_an_hour(browser, mailed):
    path = mailed(make_member())

    with clock.at(NOW + timedelta(minutes=59)):
        assert browser.get(path).status_code == 200
    with clock.at(NOW + timedelta(minutes=61)):
        assert browser.get(path).status_code == 404


def test_a_second_link_ends_the_first(browser, mailed):
    user = make_member()
    first, second = mailed(user), mailed(user)

    assert browser.get(first).status_code == 404
    assert browser.get(second).status_code == 200


def test_a_link_is_good_for_its_own_purpose_only(browser, mailed):
    path = mailed(make_member())

    assert browser.get(path.replace("/password/reset/", "/invitation/")).status_code == 404


def test_a_link_of_a_closed_account_is_no_use(browser, mailed):
    user = make_member()
    path = mailed(user)
    with unit() as session:
        session.merge(user).disabled_at = NOW

    assert browser.send(path, page="/login", data=FRESH).status_code == 404


def test_every_session_ends_with_a_new_password(browser, mailed):
    user = make_member()
    elsewhere = Browser(browser.client.application)
    elsewhere.log_in(user.email, PASSWORD)

    browser.send(mailed(user), data=FRESH)

    assert elsewhere.get("/").status_code == 302


def test_the_answer_and_what_is_written_are_the_same_for_nobody(browser):
    user = make_member()

    known = browser.send("/password/forgot", data={"email": user.email})
    unknown = browser.send("/password/forgot", data={"email": "nobody@else.example"})
    run_jobs()

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location) == (303, "/password/sent")
    assert [letter.recipient for letter in letters()] == [user.email]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example:8000"])
def test_the_link_names_the_host_of_the_setting(browser, host):
    user = make_member()
    there = {"base_url": f"http://{host}", "headers": {"X-Forwarded-Host": host}}
    data = {"email": user.email, "csrf_token": browser.token("/password/forgot", **there)}

    answer = browser.client.post("/password/forgot", data=data, **there)
    run_jobs()

    assert answer.status_code == 303
    assert f"{HERE}/password/reset/" in letters()[-1].body
    assert "evil" not in letters()[-1].body


@pytest.mark.parametrize(
    "shape",
    [
        "{email},other@else.example",
        "{email} other@else.example",
        "{email}\nBcc: other@else.example",
        "{email}%0aBcc: other@else.example",
        "Me <{email}>",
        '"{email}"@else.example',
    ],
)
def test_an_address_of_a_strange_shape_gets_no_letter(browser, shape):
    user = make_member()

    browser.send("/password/forgot", data={"email": shape.format(email=user.email)})
    run_jobs()

    assert letters() == []


def test_a_letter_goes_to_the_stored_address_in_the_readers_language(browser):
    user = make_member(locale="en")

    browser.send("/password/forgot", data={"email": user.email.upper()})
    run_jobs()
    [letter] = letters()

    assert (letter.recipient, letter.locale, letter.subject) == (
        user.email,
        "en",
        "Choose a new password for Bansou",
    )
    assert user.name in letter.body


@pytest.mark.parametrize(
    ("password", "repeated"),
    [("short", "short"), ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa"), ("a fresh password", "another password"), ("", "")],
)
def test_a_weak_or_mistyped_password_is_refused_and_the_link_stays_good(browser, mailed, password, repeated):
    user = make_member()
    path = mailed(user)

    answer = browser.send(path, data={"password": password, "repeated": repeated})

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert password not in answer.text or not password
    assert browser.send(path, data=FRESH).status_code == 303


def test_nobody_uses_the_own_address_as_password(browser, mailed):
    user = make_member()

    answer = browser.send(mailed(user), data={"password": user.email, "repeated": user.email})

    assert answer.status_code == 422


def test_a_stranger_who_asks_for_a_link_does_not_undo_an_invitation(browser):
    user = make_member(password_hash=None)
    with unit() as session:
        token = token_of("invitation", make_link(session.merge(user), LinkPurpose.INVITATION))
    browser.send("/password/forgot", data={"email": user.email})
    run_jobs()

    assert browser.get(f"/invitation/{token}").status_code == 200


def test_an_invitation_opens_the_account(browser):
    user = make_member(password_hash=None)
    with unit() as session:
        token = token_of("invitation", make_link(session.merge(user), LinkPurpose.INVITATION))

    answer = browser.send(f"/invitation/{token}", data=FRESH)

    assert answer.location == "/login"
    assert browser.log_in(user.email, FRESH["password"]).status_code == 303
    assert not reload(user).is_invited


def test_an_invitation_is_good_for_a_week(browser):
    user = make_member(password_hash=None)
    with unit() as session:
        token = token_of("invitation", make_link(session.merge(user), LinkPurpose.INVITATION))

    with clock.at(NOW + timedelta(days=7, minutes=1)):
        assert browser.get(f"/invitation/{token}").status_code == 404
    with clock.at(NOW + timedelta(days=6)):
        assert browser.get(f"/invitation/{token}").status_code == 200


def test_the_secret_of_a_link_stands_in_no_table(browser, app):
    user = make_member()
    browser.send("/password/forgot", data={"email": user.email})
    run_jobs()
    secret = mailed_path(letters()[-1]).rsplit("/", 1)[1]

    with unit(write=False) as session:
        rows = [str(tuple(row)) for table in db.metadata.sorted_tables for row in session.execute(select(table))]
    assert len(secret) == 43
    assert [row for row in rows if secret in row] == []
