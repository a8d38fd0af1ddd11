"""Business days against a table made from the Act on National Holidays alone, by rules of our own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.business_calendar import BusinessCalendar, public_holidays

YEARS = range(2024, 2033)
ONE_DAY = timedelta(days=1)
FIXED = [(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)]
MONDAYS = [(1, 2), (7, 3), (9, 3), (10, 2)]
JAPAN = BusinessCalendar()


def nth_monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(0 - first.weekday()) % 7 + 7 * (nth - 1))


def equinoxes(year: int) -> list[date]:
    """The observatory's approximation for 1980 to 2099."""
    since = year - 1980
    drift = 0.242194 * since - since // 4
    return [date(year, 3, int(20.8431 + drift)), date(year, 9, int(23.2488 + drift))]


def holidays_by_law(year: int) -> set[date]:
    named = {date(year, month, day) for month, day in FIXED}
    named |= {nth_monday(year, month, nth) for month, nth in MONDAYS}
    named |= set(equinoxes(year))
    substitutes = set()
    for day in sorted(named):
        if day.weekday() == 6:
            while day in named:
                day += ONE_DAY
            substitutes.add(day)
    between = {
        day + ONE_DAY for day in named if day + 2 * ONE_DAY in named and day + ONE_DAY not in named | substitutes
    }
    return named | substitutes | between


def works_by_law(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays_by_law(day.year)


def test_every_day_from_2024_to_2032_is_worked_exactly_where_the_law_says() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2033, 1, 1) - date(2024, 1, 1)).days)]
    by_law = {year: holidays_by_law(year) for year in YEARS}
    expected = [day.weekday() < 5 and day not in by_law[day.year] for day in days]
    assert len(days) == 3288
    assert [JAPAN.is_business_day(day) for day in days] == expected


@pytest.mark.parametrize("year", YEARS)
def test_public_holidays_are_those_of_the_law(year: int) -> None:
    assert public_holidays(year) == holidays_by_law(year)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2024, 2, 12), "substitute for Foundation Day on a Sunday"),
        (date(2026, 5, 6), "substitute past two further holidays"),
        (date(2026, 9, 22), "between Respect for the Aged Day and the equinox"),
        (date(2032, 9, 21), "between Respect for the Aged Day and the equinox"),
    ],
)
def test_substitute_and_in_between_holidays_are_not_worked(day: date, reason: str) -> None:
    assert not JAPAN.is_business_day(day), reason


def test_two_business_days_after_a_friday_before_a_long_weekend() -> None:
    assert JAPAN.add(date(2026, 9, 18), 2) == date(2026, 9, 25)


def test_two_business_days_before_a_monday() -> None:
    assert JAPAN.add(date(2026, 11, 30), -2) == date(2026, 11, 26)


def test_zero_business_days_from_a_closed_day_is_the_next_one_worked() -> None:
    assert JAPAN.add(date(2026, 11, 28), 0) == date(2026, 11, 30)
    assert JAPAN.add(date(2026, 11, 27), 0) == date(2026, 11, 27)


def test_closing_days_of_a_firm_count_beside_the_public_holidays() -> None:
    firm = JAPAN.closed_also_on([date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)])
    assert JAPAN.add(date(2026, 12, 28), 1) == date(2026, 12, 29)
    assert firm.add(date(2026, 12, 28), 1) == date(2027, 1, 4)


def test_a_calendar_without_any_business_day_says_so() -> None:
    closed = JAPAN.closed_also_on(date(2026, 1, 1) + timedelta(days=n) for n in range(500))
    with pytest.raises(ValueError, match="no business day"):
        closed.add(date(2026, 1, 1), 1)


DAYS = st.dates(date(2024, 2, 1), date(2032, 10, 1))


@given(DAYS, st.integers(1, 40))
def test_adding_walks_the_days_that_the_law_leaves_open(day: date, number: int) -> None:
    walked, left = day, number
    while left:
        walked += ONE_DAY
        left -= works_by_law(walked)
    assert JAPAN.add(day, number) == walked


@given(DAYS, st.integers(1, 40))
def test_counting_undoes_adding(day: date, number: int) -> None:
    assert JAPAN.count(day, JAPAN.add(day, number)) == number
    assert JAPAN.count(JAPAN.add(day, number), day) == -number
