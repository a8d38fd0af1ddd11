"""The clock counts business hours: nine to six on business days, Japan's holidays left out. Computed by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from onboarding_phases.escalations.hours import BusinessHours
from portal.business_calendar import BusinessCalendar

TOKYO = ZoneInfo("Asia/Tokyo")
ONE_MINUTE = timedelta(minutes=1)
HOURS = BusinessHours(9, 18, TOKYO, BusinessCalendar())


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("begun", "hours", "due"),
    [
        # Tuesday morning: the same day.
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),
        # To closing time, and a minute later the next day.
        ("2026-11-24 16:00", 2, "2026-11-24 18:00"),
        ("2026-11-24 16:01", 2, "2026-11-25 09:01"),
        # Before opening, after closing, at closing.
        ("2026-11-24 06:30", 2, "2026-11-24 11:00"),
        ("2026-11-24 21:00", 2, "2026-11-25 11:00"),
        ("2026-11-24 18:00", 2, "2026-11-25 11:00"),
        # Friday evening over a long weekend: Monday the 23rd is Labour Thanksgiving Day.
        ("2026-11-20 17:00", 4, "2026-11-24 12:00"),
        ("2026-11-21 12:00", 9, "2026-11-24 18:00"),
        # Golden Week: 29 April, then 3 to 6 May 2026 (the 3rd is a Sunday, so the 6th is its substitute).
        ("2026-04-28 17:30", 1, "2026-04-30 09:30"),
        ("2026-05-01 17:00", 2, "2026-05-07 10:00"),
        # September 2026: the 21st and the 23rd are holidays, and so is the 22nd between them.
        ("2026-09-18 15:00", 4, "2026-09-24 10:00"),
        # Over New Year: 1 January is a holiday, the 2nd and 3rd of 2027 a weekend.
        ("2026-12-31 17:00", 2, "2027-01-04 10:00"),
        # Two days of nine hours.
        ("2026-11-24 10:00", 18, "2026-11-26 10:00"),
    ],
)
def test_an_answer_is_due_after_so_many_business_hours(begun, hours, due):
    assert HOURS.due_at(tokyo(begun), hours) == tokyo(due)


def test_a_zone_that_changes_its_clocks_still_counts_hours_that_people_work():
    # New York puts its clocks back on Sunday 1 November 2026: Friday 17:00 and two hours are Monday 10:00 there.
    zone = ZoneInfo("America/New_York")
    hours = BusinessHours(9, 18, zone, BusinessCalendar())

    due = hours.due_at(datetime(2026, 10, 30, 17, 0, tzinfo=zone), 2)

    assert due == datetime(2026, 11, 2, 10, 0, tzinfo=zone)


MOMENTS = some.integers(0, 500 * 24 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + minute * ONE_MINUTE)


@given(begun=MOMENTS, minutes=some.integers(1, 60 * 60))
def test_as_many_business_hours_lie_before_the_due_hour_as_were_asked_for(begun, minutes):
    assert HOURS.between(begun, HOURS.due_at(begun, minutes / 60)) == timedelta(minutes=minutes)


@given(begun=MOMENTS, hours=some.integers(1, 40))
def test_an_answer_is_due_while_people_work(begun, hours):
    due = HOURS.due_at(begun, hours).astimezone(TOKYO)

    assert BusinessCalendar().is_business_day(due.date())
    assert 9 <= due.hour + due.minute / 60 <= 18


def test_what_is_late_counts_backwards():
    assert HOURS.between(tokyo("2026-11-24 12:00"), tokyo("2026-11-20 17:00")) == -timedelta(hours=4)
