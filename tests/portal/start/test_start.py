"""The start page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.access import permission
from portal.feature import Card, Feature, Need, NeedSource
from portal.people import PARTNER_ROLES, Role
from portal.start.permissions import OPEN_START
from portal.start.queries import sentence
from tests.browsing import Browser
from tests.factories.accounts import make_member
from tests.factories.partners import make_partner

TODAY = date(2026, 11, 24)
MANAGERS = permission("tests.manager.only", Role.CS_MANAGER)


def need(text: str = "Something", *, due: int | None = None, cost: float = 1) -> Need:
    due_on = None if due is None else TODAY + timedelta(days=due)
    return Need(text, f"/{text.replace(' ', '-')}", due_on, cost)


@pytest.fixture
def rooms(app, monkeypatch):
    """Let rooms for tests bring something to the start page."""

    def bring(**values):
        room = Feature(name="tests", **values)
        monkeypatch.setitem(app.extensions, "bansou_rooms", [*app.extensions["bansou_rooms"], room])

    return bring


@pytest.fixture
def start(app, login):
    def page(role=Role.CS_MANAGER, *, locale="en", query=""):
        user = make_member(role, partner=make_partner() if role in PARTNER_ROLES else None)
        return Browser(app, login(user, locale=locale), locale=locale).get(f"/{query}").text

    return page


def test_a_new_firm_is_asked_for_its_slots_first(start):
    assert "State your slots: 7 months from" in start(Role.PARTNER_MANAGER)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PARTNER_MANAGER}))
def test_everybody_else_has_a_start_page_on_which_nothing_waits(start, role):
    assert "Nothing needs your decision today" in start(role)


@pytest.mark.parametrize(
    ("needs", "ja", "en"),
    [
        ([], "今日の判断はありません", "Nothing needs your decision today"),
        ([need()], "今日の判断は1件です", "1 decision today"),
        ([need(due=0), need(due=5)], "今日の判断は2件、うち1件は本日が期限です", "2 decisions today, 1 due today"),
        ([need(due=-1)], "今日の判断は1件、うち1件は期限を過ぎています", "1 decision today, 1 overdue"),
        (
            [need(due=-1), need(due=0), need(due=0), need()],
            "今日の判断は4件、うち1件は期限を過ぎ、2件は本日が期限です",
            "4 decisions today: 1 overdue, 2 due today",
        ),
    ],
    ids=["none", "one", "due", "late", "both"],
)
def test_the_heading_counts_what_cannot_wait(app, needs, ja, en):
    for locale, expected in (("ja", ja), ("en", en)):
        with app.test_request_context("/", headers={"Accept-Language": locale}):
            assert sentence(needs, today=TODAY) == expected


def test_what_costs_most_to_leave_comes_first(rooms, start):
    needs = [
        need("cheap", cost=1, due=0),
        need("dear", cost=9),
        need("equal later", cost=5, due=3),
        need("equal sooner", cost=5, due=1),
    ]
    rooms(needs=[NeedSource(OPEN_START, lambda: needs[:2]), NeedSource(OPEN_START, lambda: needs[2:])])

    text = start().partition("<tbody>")[2]

    order = [text.index(f">{name}<") for name in ("dear", "equal sooner", "equal later", "cheap")]
    assert order == sorted(order)


def test_each_role_sees_what_waits_for_it(rooms, start):
    rooms(
        needs=[NeedSource(MANAGERS, lambda: [need("canary of managers")])],
        cards=[Card("errors/error.html", MANAGERS, lambda: pytest.fail("asked for a stranger"), order=1)],
    )

    assert "canary" not in start(Role.SALES)


def test_a_long_list_is_cut_and_can_be_shown(rooms, start):
    rooms(needs=[NeedSource(OPEN_START, lambda: [need(f"need-{number}-") for number in range(14)])])

    assert start().count("need-") == 10 * 2 + 2
    assert "Show 4 more" in start()
    assert start(query="?show=all").count("need-") == 14 * 2 + 2


def test_a_card_is_set_with_its_values_in_its_order(app, rooms, start, tmp_path):
    from jinja2 import ChoiceLoader, DictLoader  # noqa: PLC0415

    app.jinja_env.loader = ChoiceLoader(
        [DictLoader({"tests/card.html": "card:{{ values.name }}"}), app.jinja_env.loader]
    )
    cards = [
        Card("tests/card.html", OPEN_START, lambda: {"name": "second"}, order=20),
        Card("tests/card.html", OPEN_START, lambda: {"name": "first"}, order=10, wide=True),
        Card("tests/card.html", OPEN_START, lambda: None, order=5),
    ]
    rooms(cards=cards)

    text = start()

    assert text.index("card:first") < text.index("card:second")
    assert text.count("card:") == 2
    assert "Offers, reviews and due days" not in text


def test_a_stranger_is_asked_to_log_in(app):
    assert app.test_client().get("/").location == "/login?next=/"


def test_the_menu_leads_home(start):
    assert '<a href="/" aria-current="page">Home</a>' in start()


def test_what_a_card_shows_is_counted_but_not_listed_again(rooms, start):
    rooms(
        needs=[
            NeedSource(OPEN_START, lambda: [Need("Told by a card", "/card", None, 9, in_card=True), need("plain")])
        ]
    )

    text = start()

    assert "2 decisions today" in text
    assert text.count("Told by a card") == 1
    assert "Told by a card" not in text.partition("<tbody>")[2]


def test_one_line_may_stand_for_many(rooms, start):
    rooms(needs=[NeedSource(OPEN_START, lambda: [Need("40 more", "/more", None, 1, count=40), need("plain")])])

    assert "41 decisions today" in start()
