"""A month of due days, meetings and ends of holds, within the reader's scope."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from onboarding_phases.meetings.services import Words, enter_meeting
from onboarding_phases.onboardings.enums import HoldCause
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import place_hold
from onboarding_phases.onboardings.views.calendar import grid_of
from portal import clock
from portal.database import db
from portal.day_sums import days_after
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding, make_served_customer
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
Browse = Callable[..., Browser]


def named(name: str, **values) -> Onboarding:
    return make_onboarding(
        values.pop("partner", None) or make_partner(), customer=make_served_customer(name=name), **values
    )


def days(page: str) -> dict[str, str]:
    """What stands on each day that has anything."""
    cells = re.findall(r'<li class="cal-d.*?<time datetime="([\d-]+)">(.*?)</li>', page, re.DOTALL)
    assert len(cells) % 7 == 0
    return {day: text for day, text in cells if "cal-e" in text or "cal-m" in text}


@given(month=st.dates(date(2020, 1, 1), date(2035, 12, 31)).map(lambda day: day.replace(day=1)))
def test_a_grid_is_the_whole_weeks_of_its_month(month):
    first, last = grid_of(month)

    assert (first.weekday(), last.weekday()) == (0, 6)
    assert first <= month and month - first < timedelta(days=7)
    assert last.month == month.month or last.day < 7
    assert ((last - first).days + 1) % 7 == 0


@pytest.mark.parametrize("days", [0, 1, 28, 400])
def test_a_database_counts_days_as_python_does(days):
    with unit(write=False):
        found = db.session.scalar(select(days_after(literal(date(2028, 2, 1)), literal(days))))

    assert found == date(2028, 2, 1) + timedelta(days=days)


def test_due_days_stand_where_holds_put_them_and_holidays_are_named(browse: Browse):
    partner = make_partner()
    plain = named("Hayai KK", partner=partner, start_on=date(2026, 11, 20))
    held = named("Tomaru KK", partner=partner, start_on=date(2026, 11, 20))
    with unit() as session:
        row = session.scalars(select(Onboarding).where(Onboarding.id == held.id)).one()
        span = {"from_on": clock.today(), "expected_end_on": date(2026, 12, 4)}
        place_hold(row, cause=HoldCause.CUSTOMER, reason="closing", actor=PORTAL, **span)
    browser = browse(make_user(Role.CS_MANAGER))

    november = days(browser.get("/onboardings?view=calendar").text)
    december = days(browser.get("/onboardings?view=calendar&month=2026-12").text)

    assert "Labor Thanksgiving Day" in november["2026-11-23"]
    assert "Hayai KK" in november["2026-11-27"]  # day 7
    assert "Tomaru KK" not in november["2026-11-27"]
    assert "Hold ends (Customer)" in december["2026-12-04"]
    assert "Tomaru KK" in december["2026-12-07"]  # ten days later
    assert f"/onboardings/{plain.code}/phases/1" in november["2026-11-27"]


def test_meetings_stand_on_their_day_for_the_side_that_reads_them(browse: Browse):
    partner = make_partner()
    onboarding, chief = named("Kaigi KK", partner=partner), make_user(Role.CS_MANAGER)
    with unit() as session:
        row = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        enter_meeting(row, Words(date(2026, 11, 26), "all", "agenda", ""), actor=principal(chief))

    ours = days(browse(chief).get("/onboardings?view=calendar").text)
    theirs = days(browse(make_partner_manager(partner)).get("/onboardings?view=calendar").text)

    assert "Kaigi KK" in ours["2026-11-26"]
    assert "2026-11-26" not in theirs


def test_a_firm_sees_its_own_days_alone_and_filters_narrow(browse: Browse):
    mine, other = make_partner(), make_partner(code="P0778")
    named("Jibun KK", partner=mine, start_on=date(2026, 11, 20))
    named("Yoso KK", partner=other, start_on=date(2026, 11, 20))

    firm = browse(make_partner_manager(mine)).get("/onboardings?view=calendar").text
    narrowed = browse(make_user(Role.CS_MANAGER)).get("/onboardings?view=calendar&partner=P0778").text

    assert ("Jibun KK" in firm, "Yoso KK" in firm) == (True, False)
    assert ("Jibun KK" in narrowed, "Yoso KK" in narrowed) == (False, True)


@pytest.mark.parametrize("month", ["", "2026-13", "x", "9999-01", "0001-01"])
def test_a_month_that_is_none_is_this_one(month, browse: Browse):
    assert (
        "November 2026" in browse(make_user(Role.CS_MANAGER)).get(f"/onboardings?view=calendar&month={month}").text
    )


def test_what_is_too_much_to_read_is_counted(browse: Browse, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("onboarding_phases.onboardings.views.calendar.MOST", 2)
    partner = make_partner()
    for number in range(4):
        named(f"Ookii {number}", partner=partner, start_on=date(2026, 11, 20))

    page = browse(make_user(Role.CS_MANAGER)).get("/onboardings?view=calendar").text

    assert "due days more lie in these weeks" in page
