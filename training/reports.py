"""What this room brings to pages of others: a panel for a partner's page, cards and needs for start pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from onboarding_phases.kpis.rules import month_end
from partners.models import Partner
from portal import clock
from portal.feature import Need
from portal.i18n import localized
from training.courses.queries import passes_of
from training.queries import Progress, counts_of, ending_passes, in_force, my_progress_today
from training.rules import Step

SOON = timedelta(days=7)
LAPSING = timedelta(days=90)
WAITING = {Step.ANSWER: 50.0, Step.COLLECT: 30.0, Step.START: 15.0, Step.READ: 10.0}
"""What waits for the consultant, and what a wait costs: a running clock more than a lesson."""
DUE_SOON = 20.0
"""What a due day that is near adds to the cost."""


def partner_panel(partner: Partner) -> Mapping[str, Any] | None:
    """How many of a firm's people hold each course; nothing while it has named nobody."""
    now = in_force()
    counts = counts_of(partner, now)
    people = max((count.people for count in counts.values()), default=0)
    if not people:
        return None
    return {"people": people, "counts": [(course, counts[course.code]) for course in now.courses]}


def my_card() -> Mapping[str, Any] | None:
    """The courses in which the reader has something to do or to wait for."""
    mine = [way for way in my_progress_today() if way.step in WAITING or way.step is Step.WAIT]
    return {"progress": mine} if mine else None


def lapsing_card() -> Mapping[str, Any] | None:
    """Whose pass has lapsed or may be renewed, the earliest end first."""
    found = ending_passes()
    return {"lapsing": found} if found else None


def my_needs() -> list[Need]:
    """What the reader should do next in training."""
    return [_need(way) for way in my_progress_today() if way.step in WAITING]


def _need(way: Progress) -> Need:
    due_on = way.enrolment.due_on if way.enrolment else None
    is_close = due_on is not None and due_on <= clock.today() + SOON
    running = way.running
    href = (
        url_for("quizzes.show", attempt=running.code)
        if running
        else url_for("training.show", course=way.course.code)
    )
    text = _l("Training: %(course)s", course=localized(way.course.title))
    return Need(text, href, due_on, WAITING[way.step] + DUE_SOON * is_close)


def report_section(partner: Partner, month: date) -> Mapping[str, Any] | None:
    """The certificates of a firm as of a month's end: counts by course, never who holds them."""
    on = month_end(month)
    taught = passes_of(partner.id)
    if not any(taught.values()):
        return None
    rows = []
    for course, held in taught.items():
        valid = [row for row in held if row.is_valid(on=on)]
        people = {row.consultant_id for row in valid}
        last_days = {
            person: max(row.valid_until for row in valid if row.consultant_id == person) for person in people
        }
        lapsing = sorted(day for day in last_days.values() if day <= on + LAPSING)
        rows.append({"title": localized(course.title), "valid": len(people), "lapsing": len(lapsing)})
    return {
        "rows": rows,
        "valid": sum(row["valid"] for row in rows),
        "lapsing": sum(row["lapsing"] for row in rows),
        "on": on,
        "until": on + LAPSING,
    }
