"""Figures of the whole programme for a firm's eyes: without n, for n would count other firms' customers.

A median speaks only where at least five firms have eight cases or more; the curve is given at every tenth day in
whole percents, so that nobody can read single cases out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.queries import accepted_phases, facts
from onboarding_phases.kpis.rules import Gauge, add_months, trend_days
from onboarding_phases.kpis.trends import Share, grouped, programme_median
from onboarding_phases.kpis.values import PhaseFacts, Wanted
from portal.database import db
from portal.tenancy import widened  # noqa: TID251 - returns medians of at least five firms, never a row or an n

CURVE_STEP = 10
CURVE_DAYS = 120


@dataclass(frozen=True)
class Programme:
    """What a firm may know of all firms together. None: too few firms have cases enough."""

    rate: Fraction | None
    recent: Fraction | None
    on_time: Fraction | None
    first_time: Fraction | None
    trend: Sequence[Fraction | None]
    on_time_by_position: Mapping[int, Fraction | None]
    curve: Sequence[tuple[int, float]]


def programme(gauge: Gauge, as_of: date, *, product: str | None = None) -> Programme:
    """The programme's figures as of a day, read across the firms; all that comes out is rounded and nameless."""
    since, wanted = add_months(as_of, -gauge.window_months), Wanted(product=product)
    with widened(db.session()):
        found, phases = facts(wanted), accepted_phases(wanted, since=since, until=as_of)
    everything = Figures(gauge, as_of, found, phases)
    own_phases = _phases_by_firm(everything)
    firms = [
        Figures(gauge, as_of, group, own_phases.get(partner_id, ()))
        for partner_id, group in grouped(found, lambda one: one.partner_id).items()
    ]

    def middle(share_of: Callable[[Figures], Share]) -> Fraction | None:
        return programme_median([share_of(firm) for firm in firms], gauge)

    rate = middle(lambda firm: firm.all_at(as_of))
    return Programme(
        rate=rate,
        recent=middle(lambda firm: firm.recent_at(as_of)),
        on_time=middle(lambda firm: firm.on_time_at(as_of)),
        first_time=middle(lambda firm: firm.first_time_at(as_of)),
        trend=[_at(middle, day) for day in trend_days(as_of, gauge.trend_months)],
        on_time_by_position={position: _of_phase(middle, position) for position in range(1, 7)},
        curve=_coarse_curve(everything) if rate is not None else [],
    )


def _phases_by_firm(figures: Figures) -> dict[int, list[PhaseFacts]]:
    """Phases by the firm of their onboarding."""
    found: dict[int, list[PhaseFacts]] = {}
    for phase in figures.phases:
        found.setdefault(figures.by_id[phase.onboarding_id].partner_id, []).append(phase)
    return found


def _at(middle: Callable[[Callable[[Figures], Share]], Fraction | None], day: date) -> Fraction | None:
    return middle(lambda firm: firm.recent_at(day))


def _of_phase(middle: Callable[[Callable[[Figures], Share]], Fraction | None], position: int) -> Fraction | None:
    return middle(lambda firm: firm.on_time_by_position[position])


def _coarse_curve(figures: Figures) -> list[tuple[int, float]]:
    days = range(0, max(CURVE_DAYS, figures.gauge.x + 30) + 1, CURVE_STEP)
    shares = [(day, figures.curve.share_by(day)) for day in days]
    return [(day, round(float(share), 2)) for day, share in shares if share is not None]
