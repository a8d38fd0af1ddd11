"""Counting the working days of an onboarding. Needs no database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_high

from portal.business_calendar import BusinessCalendar

ONE_DAY = timedelta(days=1)


@dataclass
class Finished:
    """One finished onboarding: first and last day, and the spans in which customer or vendor stopped its clock.

    A span counts from its first day to the day before the clock ran again.
    """

    product: str
    employees: int
    start_on: date
    end_on: date
    holds: list[tuple[date, date]] = field(default_factory=list)


def days_worked_on(first: date, last: date) -> list[date]:
    """All business days from one day to another, in order."""
    calendar = BusinessCalendar()
    days = (first + ONE_DAY * number for number in range((last - first).days + 1))
    return [day for day in days if calendar.is_business_day(day)]


def working_days(one: Finished, calendar: Sequence[date]) -> int:
    """The business days after the start up to the end, but those on which the clock stood still.

    `calendar` holds the business days of the whole time in order.
    """
    worked = bisect_right(calendar, one.end_on) - bisect_right(calendar, one.start_on)
    return worked - sum(_held(one, *hold, calendar) for hold in one.holds)


def _held(one: Finished, begun: date, ended: date, calendar: Sequence[date]) -> int:
    first, last = max(begun, one.start_on + ONE_DAY), min(ended - ONE_DAY, one.end_on)
    return max(0, bisect_right(calendar, last) - bisect_left(calendar, first))


def median_days(found: Iterable[int]) -> int:
    """The median in whole days; of two in the middle the longer, since too little effort hurts more."""
    return median_high(found)
