"""The cards of the start pages: what is at risk, what waits for a review, a firm's day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from onboarding_phases.onboardings.permissions import COMPLETE_PHASE, NAME_CONSULTANTS, SEE_MY_DAY
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.needs import (
    at_high_risk,
    consultant_names,
    of_my_day,
    waiting_for_review,
)
from onboarding_phases.onboardings.queries.rows import OnboardingRow, phase_name, review_of
from portal.feature import Card

MOST_SHOWN = 6
"""So many lines a card shows; the list has all of them."""


def risks() -> Mapping[str, Any] | None:
    """The onboardings at high risk, the riskiest first, with their cause, next step and who has it."""
    found = at_high_risk()
    return {"rows": found.rows[:MOST_SHOWN], "total": found.total} if found.rows else None


def reviews() -> Mapping[str, Any] | None:
    """The submissions that wait for the vendor, the longest wait first."""
    found, bounds = waiting_for_review(), bounds_in_force()
    if not found.rows:
        return None
    rows = []
    for row in found.rows[:MOST_SHOWN]:
        position, due_on = review_of(row, bounds)
        phase = row.onboarding.phases[position - 1]
        rows.append({"row": row, "phase": phase, "name": phase_name(phase), "due_on": due_on})
    return {"reviews": rows, "total": found.total}


def my_day() -> Mapping[str, Any] | None:
    """The reader's running onboardings as cards, for a phone."""
    rows = of_my_day()
    return {"rows": rows} if rows else None


def due_next() -> Mapping[str, Any] | None:
    """What is late or due next over the whole firm, and who holds it."""
    rows = sorted((row for row in of_my_day() if row.item), key=_due)[:MOST_SHOWN]
    if not rows:
        return None
    names = consultant_names(row.onboarding.id for row in rows)
    return {"rows": rows, "names": names, "late": sum(1 for row in rows if _due(row) < row.on)}


def _due(row: OnboardingRow) -> date:
    return row.item.due_on if row.item else date.max


CARDS = [
    Card("onboardings/card_risks.html", COMPLETE_PHASE, risks, order=5, first=True),
    Card("onboardings/card_reviews.html", COMPLETE_PHASE, reviews, order=6),
    Card("onboardings/card_day.html", SEE_MY_DAY, my_day, order=20, wide=True),
    Card("onboardings/card_due.html", NAME_CONSULTANTS, due_next, order=20, wide=True),
]
