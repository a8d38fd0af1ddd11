"""A month of due days, meetings and ends of holds: a grid where there is room, an agenda on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for

from onboarding_phases.onboardings.enums import HoldCause
from onboarding_phases.onboardings.models import Hold
from onboarding_phases.onboardings.queries.calendar import DuePhase, holds_ending, ids_of, phases_due
from onboarding_phases.onboardings.queries.lists import Filters
from onboarding_phases.onboardings.queries.rows import phase_name
from onboarding_phases.onboardings.standing import Bounds
from onboarding_phases.onboardings.values import DayEntry, DaySpan
from onboarding_phases.onboardings.views.filters import address
from portal import clock
from portal.business_calendar import holiday_names
from portal.i18n import current_locale
from portal.ui.formatting import format_month, format_weekday_name
from portal.web.context import open_panels

MOST = 600
ONE_DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True)
class Day:
    """One day of the grid with what lies on it; `marks` say why nobody works on it."""

    on: date
    is_of_month: bool
    is_weekend: bool
    marks: tuple[str, ...]
    entries: list[DayEntry]


def month_page(filters: Filters, values: dict[str, Any], bounds: Bounds) -> str:
    today = clock.today()
    month = _month(request.args.get("month", ""), today)
    first, last = grid_of(month)
    due = phases_due(filters, first, last, bounds, most=MOST)
    span = DaySpan(first, last, lambda: ids_of(filters), MOST, filters.partner_code)
    others = [panel["values"] for panel in open_panels("onboarding_days", span)]
    entries = [
        *(_of_phase(one, today) for one in due.phases),
        *(_of_hold(hold) for hold in holds_ending(filters, max(first, today), last, most=MOST)),
        *(entry for found in others for entry in found["entries"]),
    ]
    marks: dict[date, list[str]] = _holidays(first, last)
    for found in others:
        for day, mark in found.get("marks", ()):
            marks.setdefault(day, []).append(mark)
    return render_template(
        "onboardings/calendar.html",
        days=list(days_of(month, entries, marks)),
        unread=due.unread,
        weekdays=[format_weekday_name(first + ONE_DAY * place, current_locale()) for place in range(WEEK)],
        month=month,
        title=format_month(month, current_locale()),
        steps=_steps(filters, month, today),
        **values,
    )


def grid_of(month: date) -> tuple[date, date]:
    """The whole weeks, from Monday to Sunday, in which a month lies."""
    first, last = month - ONE_DAY * month.weekday(), _next(month) - ONE_DAY
    return first, last + ONE_DAY * (WEEK - 1 - last.weekday())


def days_of(month: date, entries: Iterable[DayEntry], marks: dict[date, list[str]]) -> Iterator[Day]:
    """Every day of the grid with its entries: late ones first, then by kind and customer."""
    first, last = grid_of(month)
    by_day: dict[date, list[DayEntry]] = {}
    for entry in entries:
        by_day.setdefault(entry.on, []).append(entry)
    for place in range((last - first).days + 1):
        day = first + ONE_DAY * place
        found = sorted(by_day.get(day, ()), key=lambda entry: (not entry.is_late, entry.kind, entry.customer))
        yield Day(day, day.month == month.month, day.weekday() >= 5, tuple(marks.get(day, ())), found)


def _holidays(first: date, last: date) -> dict[date, list[str]]:
    language = current_locale()[:2]
    named = {day: name for year in {first.year, last.year} for day, name in _named(year, language)}
    return {day: [name] for day, name in named.items() if first <= day <= last}


def _named(year: int, language: str) -> Iterable[tuple[date, str]]:
    return holiday_names(year, language=language).items()


def _month(text: str, today: date) -> date:
    """The first day of the month that the address names, within some years; else of this one."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return month if abs(month.year - today.year) <= 5 else today.replace(day=1)


def _next(month: date) -> date:
    return (month + ONE_DAY * 32).replace(day=1)


def _steps(filters: Filters, month: date, today: date) -> dict[str, str]:
    """The ways to the months beside, and to this one."""
    months = {"before": (month - ONE_DAY).replace(day=1), "now": today.replace(day=1), "after": _next(month)}
    return {name: address(filters, month=f"{one:%Y-%m}", page=None) for name, one in months.items()}


def _of_phase(one: DuePhase, today: date) -> DayEntry:
    phase, onboarding = one.phase, one.phase.onboarding
    return DayEntry(
        on=one.due_on,
        kind="due",
        customer=onboarding.customer_name,
        href=url_for("onboardings.phase", code=onboarding.code, position=phase.position),
        text=f"{phase.position} {phase_name(phase)}",
        is_late=one.due_on < today,
    )


def _of_hold(hold: Hold) -> DayEntry:
    onboarding = hold.onboarding
    return DayEntry(
        on=hold.expected_end_on,
        kind="hold",
        customer=onboarding.customer_name,
        href=url_for("onboardings.show", code=onboarding.code),
        text=HoldCause(hold.cause).value,
    )
