"""How long a pass counts, and from when it may be renewed. Every number is a setting."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class CertificateSettings:
    """A pass counts for `valid_months` and may be renewed from `renewal_days` before its end."""

    valid_months: int
    renewal_days: int

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, float]) -> CertificateSettings:
        """The settings among numbers that are named as they are."""
        return cls(int(numbers["valid_months"]), int(numbers["renewal_days"]))


def valid_until(passed_on: date, held_until: date | None, settings: CertificateSettings) -> date:
    """The last day on which a pass counts: a renewal in time goes on from the day on which the old one ends."""
    renewed_in_time = held_until is not None and held_until >= passed_on
    first = held_until + timedelta(days=1) if renewed_in_time and held_until else passed_on
    same_day = _months_later(first, settings.valid_months)
    # A day that the last month lacks has no day before it: the month's own last day is the end.
    return same_day if same_day.day < first.day else same_day - timedelta(days=1)


def renewal_opens_on(held_until: date, settings: CertificateSettings) -> date:
    """The first day on which somebody who still holds a pass may go for the next."""
    return held_until - timedelta(days=settings.renewal_days)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
