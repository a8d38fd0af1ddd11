"""The versioned numbers of the product."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditEntry
from portal.defaults.models import DefaultVersion
from portal.defaults.queries import history_of, numbers, version_in_force
from portal.defaults.services import change_default
from portal.defaults.values import Default, DefaultField
from portal.errors import RuleViolation, Stale
from portal.people import PARTNER_ROLES, Role
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import make_member
from tests.factories.partners import make_partner
from tests.factories.people import principal
from tests.world import unit

CLOCK = Default(
    "tests_clock",
    "Clock",
    (
        DefaultField("days", "Days", 90, 30, 365),
        DefaultField("share", "Share", 0.95, 0, 1, Decimal("0.05")),
    ),
)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _setting(app, monkeypatch):
    monkeypatch.setitem(app.extensions["bansou_defaults"], CLOCK.key, CLOCK)


@pytest.fixture
def enter(app, login):
    def signed_in(role, locale="en"):
        user = make_member(role, partner=make_partner() if role in PARTNER_ROLES else None)
        return Browser(app, login(user, locale=locale), locale=locale)

    return signed_in


def edit(browser: Browser, **values):
    data = {
        "number_days": "60",
        "number_share": "0.9",
        "effective_on": "2026-11-24",
        "reason": "agreed",
        "seen": "0",
        **values,
    }
    return browser.send("/settings/tests_clock/edit", page="/account", data=data)


def versions() -> list[tuple[int, dict]]:
    with unit(write=False) as session:
        rows = session.scalars(select(DefaultVersion).order_by(DefaultVersion.version))
        return [(row.version, row.values) for row in rows]


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_and_who_changes_settings(enter, role):
    browser = enter(role)
    reads = role in (Role.ADMIN, Role.CS_MANAGER, Role.AUDITOR)

    assert browser.get("/settings").status_code == (200 if reads else 403)
    assert browser.get("/settings/tests_clock").status_code == (200 if reads else 403)
    assert browser.get("/settings/tests_clock/edit").status_code == (200 if role is Role.ADMIN else 403)
    assert edit(browser).status_code == (303 if role is Role.ADMIN else 403)
    assert len(versions()) == (1 if role is Role.ADMIN else 0)


def test_a_change_makes_a_version_that_is_in_force_from_its_day_on(enter):
    edit(enter(Role.ADMIN), effective_on="2026-11-30")

    with unit(write=False):
        assert dict(numbers(CLOCK.key)) == {"days": 90, "share": 0.95}
        assert dict(numbers(CLOCK.key, on=date(2026, 11, 29))) == {"days": 90, "share": 0.95}
        assert dict(numbers(CLOCK.key, on=date(2026, 11, 30))) == {"days": 60, "share": 0.9}
        assert version_in_force(CLOCK.key, on=date(2026, 11, 30)) == 1


def test_what_was_decided_before_stays_as_it_was(enter):
    edit(enter(Role.ADMIN))
    with clock.at(NOW + timedelta(days=5)):
        edit(enter(Role.ADMIN), number_days="45", effective_on="2026-11-29", seen="1")

    with unit(write=False):
        assert [numbers(CLOCK.key, on=date(2026, 11, day))["days"] for day in (23, 24, 28, 29)] == [90, 60, 60, 45]


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"number_days": "29"}, 422),
        ({"number_days": "366"}, 422),
        ({"number_days": "60.5"}, 422),
        ({"number_days": ""}, 422),
        ({"number_days": "nan"}, 422),
        ({"number_share": "1.05"}, 422),
        ({"number_share": "0.93"}, 422),
        ({"number_share": "NaN"}, 422),
        ({"number_share": "Infinity"}, 422),
        ({"effective_on": "2026-11-23"}, 422),
        ({"effective_on": ""}, 422),
        ({"effective_on": "yesterday"}, 422),
        ({"reason": ""}, 422),
        ({"reason": "   "}, 422),
        ({"reason": "x" * 501}, 422),
        ({"number_days": "90", "number_share": "0.95"}, 409),
        ({"seen": "1"}, 409),
        ({"seen": ""}, 422),
    ],
    ids=str,
)
def test_a_change_that_is_not_right_is_refused_and_what_was_typed_is_kept(enter, values, status):
    answer = edit(enter(Role.ADMIN), **{"reason": "my own reason", **values})

    assert answer.status_code == status
    assert "error-summary" in answer.text
    assert versions() == []
    assert values.get("reason", "my own reason").strip() in answer.text


def test_bounds_are_part_of_the_setting(enter):
    text = edit(enter(Role.ADMIN), number_days="366").text

    assert 'min="30"' in text
    assert 'max="365"' in text
    assert "number_days-error" in text


def test_whoever_comes_second_is_told_and_overwrites_nothing(enter):
    admin = enter(Role.ADMIN)
    edit(admin)

    answer = edit(admin, number_days="45", seen="0")

    assert answer.status_code == 409
    assert "meanwhile" in answer.text
    assert versions() == [(1, {"days": 60, "share": 0.9})]


def test_the_service_checks_as_well(app):
    actor = principal(make_member(Role.ADMIN))
    good = {"effective_on": TODAY, "reason": "because", "seen": 0, "actor": actor}

    for values, rest, kind in [
        ({"days": 1, "share": 0.9}, good, RuleViolation),
        ({"days": 60, "share": float("nan")}, good, RuleViolation),
        ({"days": 60, "share": 0.9}, {**good, "seen": 3}, Stale),
        ({"days": 60, "share": 0.9}, {**good, "reason": " "}, RuleViolation),
        ({"days": 60, "share": 0.9}, {**good, "effective_on": TODAY - timedelta(days=1)}, RuleViolation),
    ]:
        with pytest.raises(kind), unit():
            change_default(CLOCK.key, values, **rest)
    assert versions() == []


def test_a_change_stands_in_the_trail_with_before_and_after(enter):
    edit(enter(Role.ADMIN), number_share="0.95")

    with unit(write=False) as session:
        [values] = session.scalars(select(AuditEntry.values).where(AuditEntry.event == "SettingChanged"))
    assert (values["before"], values["after"]) == ({"days": 90}, {"days": 60})
    assert (values["key"], values["version"], values["reason"]) == (CLOCK.key, 1, "agreed")


def test_the_history_says_what_changed_and_why(enter):
    admin = enter(Role.ADMIN)
    edit(admin)
    edit(admin, number_share="0.95", number_days="61", seen="1", reason="second thoughts")

    with unit(write=False):
        changes = [
            [(field.key, before, after) for field, before, after in entry.changes] for entry in history_of(CLOCK.key)
        ]
    text = admin.get("/settings/tests_clock").text

    assert changes == [[("days", 60, 61), ("share", 0.9, 0.95)], [("days", 90, 60), ("share", 0.95, 0.9)]]
    assert "second thoughts" in text
    assert "60 → 61" in text


def test_a_setting_that_no_room_brings_is_not_there(enter):
    admin = enter(Role.ADMIN)

    assert admin.get("/settings/nothing").status_code == 404
    assert admin.get("/settings/nothing/edit").status_code == 404


def test_the_numbers_of_the_log_in_are_settings_too(enter):
    page = enter(Role.ADMIN, locale="ja").get("/settings")

    assert "ログイン" in page.text
