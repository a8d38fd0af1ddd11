"""The numbers of the KPIs, and the days on which they are taken. Needs no database."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField, Number

NUMBERS = "kpis"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("KPIs: activation rate and trends"),
    fields=(
        DefaultField("x_days", _l("Active within, where no product is chosen"), 90, 1, 365, unit=_l("net days")),
        DefaultField("window_months", _l("A trend looks back over"), 6, 1, 24, unit=_l("months")),
        DefaultField("trend_months", _l("A trend shows"), 12, 3, 36, unit=_l("months")),
        DefaultField("median_cases", _l("A firm counts in a programme median from"), 8, 1, 100, unit=_l("cases")),
        DefaultField("median_firms", _l("A programme median needs at least"), 5, 3, 100, unit=_l("firms")),
    ),
)


@dataclass(frozen=True)
class Gauge:
    """The numbers by which KPIs are taken, in force on a day."""

    x: int
    window_months: int
    trend_months: int
    median_cases: int
    median_firms: int

    @classmethod
    def of(cls, numbers: Mapping[str, Number], *, x: int | None = None) -> Gauge:
        """Take them from the setting of this room; a product's own X goes first."""
        names = ("window_months", "trend_months", "median_cases", "median_firms")
        return cls(x or int(numbers["x_days"]), *(int(numbers[name]) for name in names))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day so many months later or earlier; a month's last day stays one."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    last = month_end(first)
    return last if day == month_end(day) else first.replace(day=min(day.day, last.day))


def as_of_month(month: date, *, today: date) -> date:
    """The day as of which a month is shown: its end, or today while it lasts."""
    return min(month_end(month), today)


def trend_days(as_of: date, months: int) -> list[date]:
    """The ends of the months before, and the as-of date itself."""
    this = first_of_month(as_of)
    return [*(month_end(add_months(this, -back)) for back in range(months - 1, 0, -1)), as_of]


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from one day to another, the latest first."""
    month, found = first_of_month(first), []
    while month <= last:
        found.append(month)
        month = month_end(month) + timedelta(days=1)
    return found[::-1]
