"""What closing days a firm may state. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from portal.errors import RuleViolation

YEARS_AHEAD = 2


@dataclass(frozen=True)
class Span:
    """Days on which a firm is closed, both included."""

    first_on: date
    last_on: date

    def days(self) -> Iterator[date]:
        return (self.first_on + timedelta(days=n) for n in range((self.last_on - self.first_on).days + 1))


@dataclass(frozen=True)
class ClosingBounds:
    """For how many days one closing, and all of a calendar year, may last."""

    each: int
    in_year: int


def check_closing(span: Span, others: Iterable[Span], *, today: date, bounds: ClosingBounds) -> None:
    """See that a firm may state a closing beside those that it has stated.

    Raises:
        RuleViolation: names the field that is wrong, and what would be right.
    """
    if span.first_on < today:
        raise RuleViolation(_l("This day has passed. Today or a day to come is right."), field="first_on")
    if span.last_on < span.first_on:
        raise RuleViolation(_l("The last day lies before the first."), field="last_on")
    if (span.last_on - span.first_on).days >= bounds.each:
        raise RuleViolation(_l("One closing lasts at most %(days)s days.", days=bounds.each), field="last_on")
    if span.last_on.year > today.year + YEARS_AHEAD:
        what = _l("Closing days are stated up to the end of %(year)s.", year=today.year + YEARS_AHEAD)
        raise RuleViolation(what, field="last_on")
    stated = {day for other in others for day in other.days()}
    if stated.intersection(span.days()):
        raise RuleViolation(_l("Some of these days are stated already."), field="first_on")
    for year in {span.first_on.year, span.last_on.year}:
        if sum(1 for day in (*stated, *span.days()) if day.year == year) > bounds.in_year:
            what = _l("In one year at most %(days)s closing days count.", days=bounds.in_year)
            raise RuleViolation(what, field="last_on")
