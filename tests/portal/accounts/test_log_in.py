"""In and out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select, update

from portal import clock
from portal.accounts.models import LoginSession, User
from portal.audit.models import AuditEntry
from portal.tenancy import Tenant
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, make_member, reload
from tests.factories.partners import make_partner
from tests.world import unit


def test_the_right_password_opens_the_start_page(browser):
    user = make_member()

    answer = browser.log_in(user.email, PASSWORD)

    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.get("/").status_code == 200


def test_an_address_may_be_typed_in_capitals_and_with_space_around_it(browser):
    user = make_member()

    assert browser.log_in(f" {user.email.upper()} ", PASSWORD).status_code == 303


def test_full_width_letters_are_the_same_password(browser):
    user = make_member()
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in PASSWORD)

    assert browser.log_in(user.email, wide).status_code == 303


@pytest.mark.parametrize("values", [{}, {"disabled_at": NOW}, {"password_hash": None}], ids=str)
def test_a_wrong_password_and_a_closed_account_are_told_the_same(browser, values):
    user = make_member(**values)
    password = PASSWORD if values else "another one 123"

    known = browser.log_in(user.email, password)
    unknown = browser.log_in("nobody@else.example", password)

    assert known.status_code == unknown.status_code == 422
    assert plain(known.text.replace(user.email, "nobody@else.example")) == plain(unknown.text)
    assert browser.get("/").status_code == 302


def plain(page: str) -> str:
    """A page without its token, which is another one at every request."""
    return re.sub(r'(csrf_token" value="|X-CSRFToken": ")[^"]+', r"\1", page)


@pytest.mark.parametrize("email", ["known", "nobody@else.example", "without a password"])
def test_every_guess_is_looked_at_for_as_long(browser, monkeypatch, email):
    checked = []
    known = make_member(password_hash=None if email.startswith("without") else "$argon2id$x")
    monkeypatch.setattr("portal.accounts.hashing.HASHER", Recorder(checked))

    browser.log_in(email if "@" in email else known.email, "guess number one")

    assert len(checked) == 1
    assert checked[0].startswith("$argon2id$")


class Recorder:
    """Stands for the hasher and writes down against what it was asked to check."""

    def __init__(self, checked: list[str]) -> None:
        self.checked = checked

    def verify(self, kept: str, password: str) -> bool:

        self.checked.append(kept)
        raise VerifyMismatchError


def test_a_firm_that_is_closed_lets_nobody_in(browser):
    partner = make_partner()
    user = make_member("partner_manager", partner=partner)
    with unit() as session:
        session.execute(update(Tenant).where(Tenant.id == partner.id).values(closed_at=NOW))

    assert browser.log_in(user.email, PASSWORD).status_code == 422


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/inbox?show=unread", "/inbox?show=unread"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("inbox", "/"),
        ("/ok\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_a_log_in_leads_to_pages_of_this_site_only(browser, asked, led):
    user = make_member()
    data = {"csrf_token": browser.token(), "email": user.email, "password": PASSWORD}

    answer = browser.client.post("/login", query_string={"next": asked}, data=data)

    assert (answer.status_code, answer.location) == (303, led)


def test_whoever_is_asked_to_log_in_returns_to_the_page_asked_for(browser):
    make_member()

    answer = browser.get("/inbox?show=unread")

    assert answer.location == "/login?next=/inbox?show%3Dunread"


def test_a_cookie_from_before_the_log_in_holds_no_session(browser):
    user = make_member()
    browser.token()
    before = browser.cookie

    browser.log_in(user.email, PASSWORD)
    stranger = Browser(browser.client.application)
    stranger.cookie = before

    assert stranger.get("/").status_code == 302


def test_a_cookie_replayed_after_the_log_out_is_refused(browser):
    user = make_member()
    browser.log_in(user.email, PASSWORD)
    kept = browser.cookie

    answer = browser.send("/logout", page="/")
    browser.cookie = kept

    assert answer.location == "/login"
    assert browser.get("/").status_code == 302


def test_a_log_out_needs_its_token(browser):
    user = make_member()
    browser.log_in(user.email, PASSWORD)

    assert browser.client.post("/logout").status_code == 400
    assert browser.get("/").status_code == 200


def test_a_session_ends_by_itself(browser):
    user = make_member()
    browser.log_in(user.email, PASSWORD)

    with clock.at(NOW + timedelta(days=7, seconds=1)):
        assert browser.get("/").status_code == 302
    with clock.at(NOW + timedelta(days=6, hours=23)):
        assert browser.get("/").status_code == 200


def test_logging_in_as_somebody_else_ends_the_first_session(browser):
    first, second = make_member(), make_member()
    browser.log_in(first.email, PASSWORD)
    kept = browser.cookie
    browser.log_in(second.email, PASSWORD)

    stranger = Browser(browser.client.application)
    stranger.cookie = kept

    assert stranger.get("/").status_code == 302
    assert browser.get("/").status_code == 200


def test_the_secret_of_a_session_stands_nowhere_in_the_database(browser):
    user = make_member()
    browser.log_in(user.email, PASSWORD)

    with browser.client.session_transaction() as cookie:
        token = cookie["_token"]
    with unit(write=False) as session:
        kept = session.scalars(select(LoginSession.token_hash)).all()
        trail = str([entry.values for entry in session.scalars(select(AuditEntry))])

    assert token not in kept
    assert token not in trail


def test_a_log_in_brings_a_weakly_kept_password_up_to_date(browser):
    user = make_member()

    browser.log_in(user.email, PASSWORD)

    assert "m=19456,t=2,p=1" in (reload(user).password_hash or "")


def test_logging_in_and_out_stands_in_the_trail(browser):
    user = make_member()
    browser.log_in(user.email, PASSWORD)
    browser.send("/logout", page="/")

    with unit(write=False) as session:
        found = [
            (entry.event, entry.actor_id) for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        ]

    assert found == [("SignedIn", user.id), ("SignedOut", user.id)]


def test_reading_the_page_of_the_door_writes_nothing(browser):
    browser.get("/login")

    with unit(write=False) as session:
        assert session.scalars(select(LoginSession)).all() == []
        assert session.scalars(select(User)).all() == []
