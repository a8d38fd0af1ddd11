"""Reading when a firm is closed, and counting its business days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from partners.closings.defaults import NUMBERS
from partners.closings.rules import ClosingBounds, Span
from partners.models import ClosingDays, Partner
from portal import clock
from portal.business_calendar import BusinessCalendar
from portal.database import db
from portal.defaults.queries import numbers


def closings_of(partner_id: int, *, since: date | None = None) -> list[ClosingDays]:
    """The closings of a firm that end on a day or later, the next first; from today unless told."""
    mine = select(ClosingDays).where(
        ClosingDays.partner_id == partner_id, ClosingDays.last_on >= (since or clock.today())
    )
    return list(db.session.scalars(mine.order_by(ClosingDays.first_on)))


def closings_between(partner_code: str | None, first: date, last: date) -> list[ClosingDays]:
    """The closings of a firm that touch a span of days; without a code those of the firm in whose scope one acts."""
    statement = select(ClosingDays).where(ClosingDays.last_on >= first, ClosingDays.first_on <= last)
    if partner_code is not None:
        partner = select(Partner.id).where(Partner.code == partner_code)
        statement = statement.where(ClosingDays.partner_id.in_(partner))
    return list(db.session.scalars(statement.order_by(ClosingDays.first_on)))


def calendar_of(partner_id: int) -> BusinessCalendar:
    """The business days of a firm from today on: without weekends, Japan's holidays and its own closing days.

    Read once for each firm in a unit of work.
    """
    known: dict[tuple[int, date], BusinessCalendar] = db.session.info.setdefault(NUMBERS, {})
    key = (partner_id, clock.today())
    if key not in known:
        days = (day for closing in closings_of(partner_id) for day in span_of(closing).days())
        known[key] = BusinessCalendar().closed_also_on(days)
    return known[key]


def span_of(closing: ClosingDays) -> Span:
    return Span(closing.first_on, closing.last_on)


def bounds_of(found: Mapping[str, float] | None = None) -> ClosingBounds:
    """The bounds in force today."""
    given = numbers(NUMBERS) if found is None else found
    return ClosingBounds(int(given["days_each"]), int(given["days_in_year"]))
