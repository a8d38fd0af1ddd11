"""Rules of partners that need no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from partners.enums import PartnerStatus

MONTHS_AHEAD = 6
HIGHEST_TIER = 9

TRANSITIONS: Mapping[PartnerStatus, frozenset[PartnerStatus]] = {
    PartnerStatus.CANDIDATE: frozenset({PartnerStatus.SCREENING, PartnerStatus.ENDED}),
    PartnerStatus.SCREENING: frozenset({PartnerStatus.CONTRACTED, PartnerStatus.ENDED}),
    PartnerStatus.CONTRACTED: frozenset({PartnerStatus.PREPARING, PartnerStatus.ENDED}),
    PartnerStatus.PREPARING: frozenset({PartnerStatus.ACTIVE, PartnerStatus.ENDED}),
    PartnerStatus.ACTIVE: frozenset({PartnerStatus.PAUSED, PartnerStatus.ENDED}),
    PartnerStatus.PAUSED: frozenset({PartnerStatus.ACTIVE, PartnerStatus.ENDED}),
    PartnerStatus.ENDED: frozenset(),
}


def first_of_month(day: date) -> date:
    """The month of a day, as the portal keeps months: by their first day."""
    return day.replace(day=1)


def months_from(month: date, count: int) -> list[date]:
    """So many months in a row, beginning with the one of `month`."""
    first = month.year * 12 + month.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + count)]


def open_months(today: date) -> list[date]:
    """The months for which a firm may state slots: the present one and the six that follow."""
    return months_from(today, MONTHS_AHEAD + 1)
