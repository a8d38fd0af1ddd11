"""Due days and ends of holds in a span of days, for a calendar. Bounded: what lies beyond is counted, not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from onboarding_phases.onboardings.models import Hold, Onboarding, Phase
from onboarding_phases.onboardings.queries.lists import Filters, listed
from onboarding_phases.onboardings.rules import WITH_THE_FIRM
from onboarding_phases.onboardings.standing import Bounds, Run, reached_on
from portal.database import db
from portal.day_sums import days_after


@dataclass(frozen=True)
class DuePhase:
    """A phase that lies with the firm, and the day by which it is due with the holds as they are planned."""

    phase: Phase
    due_on: date


@dataclass(frozen=True)
class Due:
    """The phases due in a span, the earliest first; `unread` are those that were too many to look at."""

    phases: list[DuePhase]
    unread: int


def ids_of(filters: Filters) -> Select[Any]:
    """The ids of the onboardings of a list."""
    return listed(filters).order_by(None).with_only_columns(Onboarding.id)


def phases_due(filters: Filters, first: date, last: date, bounds: Bounds, *, most: int) -> Due:
    """The phases of a list's onboardings that are due in a span.

    The database finds those that would be due without holds, or with as many days of them as count; the clock says
    which are.
    """
    plain = days_after(Onboarding.start_on, Phase.due_day)
    held_most = timedelta(days=bounds.limits.in_all)
    candidates = (
        select(Phase)
        .join(Phase.onboarding)
        .where(
            Phase.onboarding_id.in_(ids_of(filters)),
            Phase.state.in_(WITH_THE_FIRM),
            plain >= first - held_most,
            plain <= last,
        )
    )
    total = candidates.with_only_columns(func.count(Phase.id)).scalar_subquery()
    read = candidates.options(contains_eager(Phase.onboarding).selectinload(Onboarding.holds))
    found = db.session.execute(read.add_columns(total).order_by(plain, Phase.id).limit(most)).all()
    due = [DuePhase(phase, _due_on(phase, bounds)) for phase, _total in found]
    shown = sorted((one for one in due if first <= one.due_on <= last), key=lambda one: one.due_on)
    return Due(shown, found[0][1] - len(found) if found else 0)


def _due_on(phase: Phase, bounds: Bounds) -> date:
    onboarding = phase.onboarding
    spans = tuple(hold.span for hold in onboarding.holds)
    return reached_on(Run(onboarding.start_on, onboarding.x_days, (), spans, None), phase.due_day, bounds)


def holds_ending(filters: Filters, first: date, last: date, *, most: int) -> list[Hold]:
    """The holds of a list's onboardings that are expected to end in a span and were not ended before."""
    statement = (
        select(Hold)
        .where(
            Hold.onboarding_id.in_(ids_of(filters)),
            Hold.ended_on == Hold.expected_end_on,
            Hold.expected_end_on.between(first, last),
        )
        .options(selectinload(Hold.onboarding))
        .order_by(Hold.expected_end_on, Hold.id)
        .limit(most)
    )
    return list(db.session.scalars(statement))
