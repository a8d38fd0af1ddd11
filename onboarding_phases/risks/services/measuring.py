"""How long finished onboardings took from each phase to their end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import selectinload

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.standing import net_days
from onboarding_phases.risks.models import Stays
from onboarding_phases.risks.queries import Group, risk_numbers
from onboarding_phases.risks.rules import Stay, coverage, entered_on
from portal import clock
from portal.database import db

AT_ONCE = 1000
PHASES = range(1, 7)


@dataclass
class Measured:
    """The cases of one group, and the firms behind them."""

    stays: list[Stay] = field(default_factory=list)
    firms: set[int] = field(default_factory=set)


def measure_stays() -> dict[Group, Measured]:
    """Read what finished onboardings took, by product, effort and phase.

    What was entered from records has no phases, and what is left out of the rates tells nothing of the work.
    """
    found: dict[Group, Measured] = {}
    bounds = bounds_in_force()
    for one in _finished():
        run, finished_on = one.run, one.completed_on or clock.today()
        end = net_days(run, finished_on, bounds)
        for position in PHASES:
            entered = entered_on(run, position)
            measured = found.setdefault((one.product, one.effort, position), Measured())
            measured.stays.append(Stay(entered, finished_on, max(0, end - net_days(run, entered, bounds))))
            measured.firms.add(one.partner_id)
    return found


def _finished() -> Iterator[Onboarding]:
    """The onboardings that were completed lately enough, some at a time."""
    since, last = clock.today() - timedelta(days=int(risk_numbers()["history_days"])), 0
    statement = (
        select(Onboarding)
        .where(
            Onboarding.state == OnboardingState.COMPLETED,
            Onboarding.completed_on >= since,
            Onboarding.excluded_reason.is_(None),
            Onboarding.is_recorded.is_(False),
        )
        .order_by(Onboarding.id)
        .options(selectinload(Onboarding.phases), selectinload(Onboarding.holds))
        .limit(AT_ONCE)
    )
    while found := list(db.session.scalars(statement.where(Onboarding.id > last))):
        yield from found
        last = found[-1].id


def keep_stays(measured: dict[Group, Measured]) -> None:
    """Put what was measured in the place of what stood there."""
    least, now = int(risk_numbers()["cases_least"]), clock.now()
    rows = []
    for (product, effort, position), group in measured.items():
        tried, held = coverage(group.stays, least=least)
        rows.append(
            {
                "product": product,
                "effort": effort,
                "position": position,
                "days": sorted(stay.days for stay in group.stays),
                "firms": len(group.firms),
                "tried": tried,
                "held": held,
                "measured_at": now,
            }
        )
    db.session.execute(delete(Stays))
    if rows:
        db.session.execute(insert(Stays), rows)
