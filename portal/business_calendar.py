"""Business days: Japan's public holidays by default, with a firm's closing days beside them.

Pure: takes days and gives days. Reminders and answer clocks count by it; the clock of an onboarding does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_CLOSURE = 366


@lru_cache(maxsize=256)
def public_holidays(year: int, country: str = "JP") -> frozenset[date]:
    """The public holidays of a year, substitute and in-between ones included."""
    return frozenset(holidays.country_holidays(country, years=year))


@lru_cache(maxsize=64)
def holiday_names(year: int, *, language: str, country: str = "JP") -> Mapping[date, str]:
    """The public holidays of a year with their names, in Japanese or else in English."""
    named = holidays.country_holidays(country, years=year, language="ja" if language == "ja" else "en_US")
    return dict(named.items())


@dataclass(frozen=True)
class BusinessCalendar:
    """Which days are worked: no Saturday, Sunday, public holiday, or closing day of the firm."""

    closing_days: frozenset[date] = field(default_factory=frozenset)
    country: str = "JP"

    def closed_also_on(self, days: Iterable[date]) -> "BusinessCalendar":
        """The same calendar with further closing days."""
        return BusinessCalendar(self.closing_days | frozenset(days), self.country)

    def is_business_day(self, day: date) -> bool:
        return (
            day.weekday() < SATURDAY
            and day not in self.closing_days
            and day not in public_holidays(day.year, self.country)
        )

    def add(self, day: date, business_days: int) -> date:
        """The n-th business day after `day`, or before it for a negative n.

        For n = 0 the day itself, or the next one worked.

        Raises:
            ValueError: the closing days leave no business day for a year.
        """
        if business_days == 0:
            return day if self.is_business_day(day) else self._step(day, ONE_DAY)
        step = ONE_DAY if business_days > 0 else -ONE_DAY
        for _ in range(abs(business_days)):
            day = self._step(day, step)
        return day

    def count(self, after: date, until: date) -> int:
        """Business days after `after` up to and with `until`; negative when `until` is the earlier one."""
        if until < after:
            return -self.count(until, after)
        days = (after + ONE_DAY * n for n in range(1, (until - after).days + 1))
        return sum(1 for day in days if self.is_business_day(day))

    def _step(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_CLOSURE):
            day += step
            if self.is_business_day(day):
                return day
        raise ValueError(f"no business day within a year of {day}")
