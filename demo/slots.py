"""The slots of the added firms: stated half a year ahead, month by month, and never fewer than they then take on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from demo.copies import Copy
from demo.founding import Likeness
from onboarding_phases.offers.enums import WAITING
from partners.rules import first_of_month, months_from
from portal import clock

MONTHS_AHEAD = 6
SPARE = 2  # slots that a firm states beyond those that it takes on


@dataclass(frozen=True)
class Slots:
    """Rows of `capacities`, and what the trail says of them."""

    rows: list[dict[str, Any]]
    trail: list[dict[str, Any]]


def slots_of(copies: Sequence[Copy], firms: Sequence[Likeness], *, today: date, founded: datetime) -> Slots:
    """The slots of every month from the founding to half a year ahead, as the offers of the copies took them."""
    accepted: Counter[tuple[int, date]] = Counter()
    reserved: Counter[tuple[int, date]] = Counter()
    for copy in copies:
        open_yet = copy.case.offer["state"] in WAITING
        taken = reserved if open_yet else accepted
        taken[copy.firm.id, first_of_month(copy.starts_on)] += copy.case.offer["slots"]
    first, last = first_of_month(founded.date()), months_from(today, MONTHS_AHEAD + 1)[-1]
    months = months_from(first, (last.year - first.year) * 12 + last.month - first.month + 1)
    made = Slots([], [])
    for firm in firms:
        usual = max(accepted[firm.id, month] for month in months) // 2 + SPARE
        for month in months:
            key = firm.id, month
            stated = max(usual, accepted[key] + reserved[key])
            made.rows.append(
                {
                    "partner_id": firm.id,
                    "month": month,
                    "stated": stated,
                    "reserved": reserved[key],
                    "accepted": accepted[key],
                }
            )
            made.trail.append(_stated(firm, month, stated, founded))
    return made


def _stated(firm: Likeness, month: date, stated: int, founded: datetime) -> dict[str, Any]:
    """The entry of the day half a year before a month, or of the founding."""
    day = first_of_month(month - timedelta(days=30 * MONTHS_AHEAD))
    at = max(founded + timedelta(hours=1), datetime.combine(day, time(9), clock.zone()))
    values = {"partner_id": firm.id, "slots": {f"{month:%Y-%m}": stated}}
    return {"at": at, "actor_id": firm.manager.user_id, "event": "CapacityStated", "values": values}
