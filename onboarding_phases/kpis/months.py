"""A firm's month, read once: what the sections of its report, its panel and its card share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from onboarding_phases.kpis.counted import CountedFigures
from onboarding_phases.kpis.counts import AsOf
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.programme import Programme, programme
from onboarding_phases.kpis.projections import gauge_of, read_projection
from onboarding_phases.kpis.queries import facts, phases_and_moves
from onboarding_phases.kpis.rules import NUMBERS, Gauge, as_of_month
from onboarding_phases.kpis.running import RunningRow, running_rows
from onboarding_phases.kpis.values import PhaseMove, Wanted
from onboarding_phases.onboardings.queries import bounds_in_force, onboarding_numbers
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers


@dataclass(frozen=True)
class Month:
    """The figures of one firm as of the end of a month, or of today while it lasts."""

    figures: Figures
    moves: Sequence[PhaseMove]

    @cached_property
    def programme(self) -> Programme:
        return programme(self.figures.gauge, self.figures.as_of)

    @cached_property
    def running(self) -> Sequence[RunningRow]:
        """What ran on that day, as it stood then."""
        figures = self.figures
        access_days = int(onboarding_numbers()["access_days"])
        return running_rows(
            figures.running,
            figures.phases,
            self.moves,
            on=figures.as_of,
            bounds=bounds_in_force(),
            fresh_from=clock.today() - timedelta(days=access_days),
        )


def month_of(partner_id: int, month: date) -> Month:
    """A firm's month; kept as long as the open unit of work, for all that is made of it says the same."""
    as_of = as_of_month(month, today=clock.today())
    kept: dict[tuple[int, date], Month] = db.session.info.setdefault("kpis_months", {})
    if (partner_id, as_of) not in kept:
        wanted = Wanted(partner_id)
        found = facts(wanted)
        phases, moves = phases_and_moves(wanted, as_of)
        kept[partner_id, as_of] = Month(Figures(Gauge.of(numbers(NUMBERS)), as_of, found, phases), moves)
    return kept[partner_id, as_of]


def rate_figures() -> CountedFigures:
    """The rate as of today of all that the session sees; nothing of phases."""
    at = AsOf(gauge_of(None), clock.today())
    return CountedFigures(at, read_projection(at, phases=False).total)


def rate_of_firm(partner_id: int) -> tuple[CountedFigures, str | None]:
    """A firm's rate as of today, with its code where it has onboardings; nothing of phases."""
    at = AsOf(gauge_of(None), clock.today())
    seen = read_projection(at, partner_id=partner_id, phases=False)
    return CountedFigures(at, seen.total), seen.known[0].code if seen.known else None
