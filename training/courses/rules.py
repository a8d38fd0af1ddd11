"""How long a pass counts, and from when it may be renewed. Every number is a setting."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

CERTIFICATE_DEFAULTS = Default(
    key="training.certificates",
    title=_l("Skill certificates"),
    fields=(
        DefaultField("valid_months", _l("A pass is valid for"), 12, 1, 60, unit=_l("months")),
        DefaultField("renewal_days", _l("Renewal opens before the end"), 60, 0, 365, unit=_l("days")),
    ),
)


@dataclass(frozen=True)
class CertificateSettings:
    """A pass counts for `valid_months` and may be renewed from `renewal_days` before its end."""

    valid_months: int
    renewal_days: int

    @classmethod
    def from_numbers(cls, numbers: Mapping[str, float]) -> CertificateSettings:
        """The settings among numbers that are named as they are."""
        return cls(int(numbers["valid_months"]), int(numbers["renewal_days"]))


class Validity(StrEnum):
    """How a pass stands on a day."""

    NEVER = "never"
    VALID = "valid"
    LAPSING = "lapsing"
    LAPSED = "lapsed"


def validity_of(last_day: date | None, *, on: date, settings: CertificateSettings) -> Validity:
    """How a pass whose last day this is stands: lapsing from the day on which it may be renewed."""
    if last_day is None:
        return Validity.NEVER
    if last_day < on:
        return Validity.LAPSED
    return Validity.LAPSING if renewal_opens_on(last_day, settings) <= on else Validity.VALID


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
