"""The audit trail as a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.audit.models import AuditEntry
from portal.audit.words import Names, apart, event_names, event_title, readable
from portal.defaults.values import Default, DefaultField
from portal.people import PARTNER_ROLES, Role
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import make_member
from tests.factories.partners import make_partner
from tests.world import unit


@pytest.fixture
def enter(app, login):
    def signed_in(user, locale="en"):
        return Browser(app, login(user, locale=locale), locale=locale)

    return signed_in


def write(event: str = "RoleChanged", *, actor=None, at=NOW, **values) -> None:
    with unit() as session:
        session.add(AuditEntry(at=at, actor_id=actor.id if actor else None, event=event, values=values))


@pytest.mark.parametrize("role", list(Role))
def test_the_administrator_and_the_auditor_read_the_trail_and_nobody_else(enter, role):
    write(reason="canary of the trail")
    browser = enter(make_member(role, partner=make_partner() if role in PARTNER_ROLES else None))

    answer = browser.get("/audit")

    may = role in (Role.ADMIN, Role.AUDITOR)
    assert answer.status_code == (200 if may else 403)
    assert ("canary" in answer.text) == may


def test_an_entry_says_who_when_what_and_with_which_values(enter):
    actor = make_member(name="Hanako Sato")
    write(actor=actor, before="sales", after="support", user_id=7)

    text = enter(make_member(Role.AUDITOR)).get("/audit").text

    for part in ("Hanako Sato", "Role changed", "24 Nov 2026, 10:00", "Sales", "Support"):
        assert part in text


def test_what_the_portal_did_itself_is_said_so(enter):
    write(actor=None)

    assert "The portal itself" in enter(make_member(Role.AUDITOR)).get("/audit").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("event=RoleChanged", {"one"}),
        ("event=Nothing", set()),
        ("person=hanako", {"one", "two"}),
        ("person=%25", set()),
        ("person=%27%20OR%201%3D1", set()),
        ("day=2026-11-24", {"one", "two"}),
        ("day=2026-11-23", {"three"}),
        ("day=nonsense", {"one", "two", "three"}),
        ("event=PasswordSet&day=2026-11-24", {"two"}),
        ("before=nonsense", {"one", "two", "three"}),
    ],
)
def test_the_trail_is_filtered(enter, query, found):
    hanako = make_member(name="Hanako Sato")
    write("RoleChanged", actor=hanako, reason="one")
    write("PasswordSet", actor=hanako, reason="two")
    write("PasswordSet", at=datetime(2026, 11, 23, 14, 59, tzinfo=UTC), reason="three")  # 23:59 in Tokyo

    text = enter(make_member(Role.AUDITOR)).get(f"/audit?{query}").text

    assert {name for name in ("one", "two", "three") if f"{name}</span>" in text} == found


def test_a_day_begins_and_ends_where_the_vendor_works(enter):
    write(at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC), reason="midnight")
    auditor = enter(make_member(Role.AUDITOR))

    assert "midnight" in auditor.get("/audit?day=2026-11-24").text
    assert "midnight" not in auditor.get("/audit?day=2026-11-23").text


def test_a_long_trail_is_read_piece_by_piece_and_nothing_is_lost(enter):
    for number in range(120):
        write(reason=f"entry-{number}-", at=NOW + timedelta(seconds=number))
    auditor, path, seen = enter(make_member(Role.AUDITOR)), "/audit?event=RoleChanged", []

    pieces = 0
    while path:
        text = auditor.get(path).text
        seen += [int(part.split("-")[0]) for part in text.split("entry-")[1:]]
        older = text.partition('">Older entries')[0].rpartition('href="')[2] if "Older entries" in text else ""
        path, pieces = older.replace("&amp;", "&"), pieces + 1

    assert pieces == 3
    assert seen == list(range(119, -1, -1))


def test_what_is_written_down_is_text_and_nothing_else(enter):
    write(reason="<script>alert(1)</script>")

    assert "<script>alert" not in enter(make_member(Role.AUDITOR)).get("/audit").text


@pytest.mark.parametrize(
    ("name", "words"), [("PhaseCompleted", "Phase completed"), ("offer_id", "Offer id"), ("KPIDone", "Kpi done")]
)
def test_names_become_words(name, words):
    assert apart(name) == words


def test_every_event_of_the_ground_floor_has_a_title(app):
    with app.app_context():
        titles = event_names()

    assert titles["RoleChanged"] == "役割の変更"
    assert event_title("OfARoomThatLeft", titles) == "Of a room that left"


LOG = Default("clock", "Clock", (DefaultField("days", "Days to review", 2, 1, 9),))
NAMES = Names({7: "Hanako"}, {3: "Hinokidai"}, {"clock": LOG})


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"partner_id": 3, "user_id": 7}, [("partner", "Hinokidai"), ("user", "Hanako")]),
        ({"partner_id": 4, "odd_thing": 0}, [("partner", "4"), ("Odd thing", "0")]),
        ({"reason": "", "before": None}, []),
        ({"before": "sales", "role": "cs_manager"}, [("before", "Sales"), ("role", "CS manager")]),
        ({"key": "clock", "after": {"days": 3}}, [("setting", "Clock"), ("after", "Days to review 3")]),
        ({"count": [1, 2]}, [("count", "1, 2")]),
    ],
    ids=str,
)
def test_values_are_readable_and_empty_ones_left_out(app, values, found):
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert readable(values, NAMES) == found
