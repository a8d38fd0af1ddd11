"""The inbox: one's own notices, in one's own language."""

from __future__ import annotations

import pytest

from portal.inbox.models import Notice
from portal.people import PARTNER_ROLES, Role
from tests.browsing import Browser, statements
from tests.conftest import NOW
from tests.factories.accounts import make_member
from tests.factories.notices import make_notice, notice_kind, notices
from tests.factories.partners import make_partner
from tests.world import unit


@pytest.fixture(autouse=True)
def _kind(app):
    with notice_kind(app):
        yield


@pytest.fixture
def enter(app, login):
    def signed_in(user, locale="en"):
        return Browser(app, login(user, locale=locale), locale=locale)

    return signed_in


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_the_own_notices(enter, role):
    user = make_member(role, partner=make_partner() if role in PARTNER_ROLES else None)
    make_notice(user, "the sky is blue")

    assert "the sky is blue" in enter(user).get("/inbox").text


def test_nobody_reads_those_of_somebody_else(enter):
    first, second = make_member(), make_member()
    make_notice(first, "canary of the first")

    for path in ("/inbox", "/inbox?show=unread", "/"):
        assert "canary" not in enter(second).get(path).text


def test_a_notice_speaks_the_language_of_whoever_reads_it(enter):
    user = make_member()
    make_notice(user, "X")

    assert "Inbox: X" in enter(user, "en").get("/inbox").text
    assert "受信箱: X" in enter(user, "ja").get("/inbox").text


def test_a_notice_is_marked_as_read(enter):
    user = make_member()
    make_notice(user, "first")
    make_notice(user, "second")
    browser = enter(user)
    first = notices()[0]

    answer = browser.send(f"/inbox/{first.code}/read", page="/inbox")

    assert answer.location == "/inbox"
    assert [each.read_at is not None for each in notices()] == [True, False]
    assert "second" in browser.get("/inbox?show=unread").text
    assert "first" not in browser.get("/inbox?show=unread").text
    assert "1 notice is unread" in browser.get("/inbox").text


def test_all_ones_notices_are_marked_and_no_one_elses(enter):
    user, other = make_member(), make_member()
    for who in (user, user, other):
        make_notice(who, "something")

    enter(user).send("/inbox/read", page="/inbox")

    assert [each.read_at is not None for each in notices()] == [True, True, False]


def test_a_foreign_and_a_missing_notice_look_the_same(enter):
    user, other = make_member(), make_member()
    make_notice(other, "theirs")
    browser = enter(user)

    foreign = browser.send(f"/inbox/{notices()[0].code}/read", page="/account")
    missing = browser.send("/inbox/0000-0000/read", page="/account")

    assert foreign.status_code == missing.status_code == 404
    assert notices()[0].read_at is None


def test_reading_the_page_marks_nothing(enter):
    user = make_member()
    make_notice(user, "something")

    enter(user).get("/inbox")

    assert notices()[0].read_at is None


def test_a_kind_that_no_room_brings_any_more_is_left_out(app, enter):
    user = make_member()
    make_notice(user, "gone", kind="tests.of_a_room_that_left")

    page = enter(user).get("/inbox")

    assert page.status_code == 200
    assert "gone" not in page.text


def test_what_a_notice_says_is_text_and_nothing_else(enter):
    user = make_member()
    make_notice(user, "<script>alert(1)</script>")

    assert "<script>alert" not in enter(user).get("/inbox").text


def test_an_empty_inbox_says_what_will_be_there(enter):
    assert "No notices yet" in enter(make_member()).get("/inbox").text


@pytest.mark.parametrize("count", [10, 1000])
def test_a_page_asks_the_database_as_often_with_ten_as_with_a_thousand(app, enter, count):
    user = make_member()
    values = {"user_id": user.id, "kind": "tests.told", "values": {"what": "x"}, "href": "/", "created_at": NOW}
    with unit() as session:
        session.add_all(Notice(**values) for _ in range(count))
    browser = enter(user)

    with statements(app) as asked:
        page = browser.get("/inbox")

    assert page.text.count("<tr>") == 1 + min(count, 25)
    assert len(asked) == 5
