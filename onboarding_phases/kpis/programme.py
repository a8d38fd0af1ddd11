"""Figures of the whole programme for a firm's eyes: without n, for n would count other firms' customers.

A median speaks only where at least five firms have eight cases or more; the curve is given at every tenth day in
whole percents, so that nobody can read single cases out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from onboarding_phases.kpis.counted import CountedFigures
from onboarding_phases.kpis.counts import AsOf
from onboarding_phases.kpis.projections import read_projection
from onboarding_phases.kpis.rules import Gauge
from onboarding_phases.kpis.trends import Share, programme_median
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
    at = AsOf(gauge, as_of)
    with widened(db.session()):
        seen = read_projection(at, product=product, least_firms=gauge.median_firms)
    everything = CountedFigures(at, seen.total)
    firms = [CountedFigures(at, firm.counts) for firm in seen.firms.values()]

    def middle(share_of: Callable[[CountedFigures], Share]) -> Fraction | None:
        return programme_median([share_of(firm) for firm in firms], gauge)

    rate = middle(lambda firm: firm.now)
    return Programme(
        rate=rate,
        recent=middle(lambda firm: firm.recent_at(as_of)),
        on_time=middle(lambda firm: firm.on_time),
        first_time=middle(lambda firm: firm.first_time),
        trend=[_at(middle, day) for day in at.trend],
        on_time_by_position={position: _of_phase(middle, position) for position in range(1, 7)},
        curve=_coarse_curve(everything) if rate is not None else [],
    )


def _at(middle: Callable[[Callable[[CountedFigures], Share]], Fraction | None], day: date) -> Fraction | None:
    return middle(lambda firm: firm.recent_at(day))


def _of_phase(
    middle: Callable[[Callable[[CountedFigures], Share]], Fraction | None], position: int
) -> Fraction | None:
    return middle(lambda firm: firm.on_time_by_position[position])


def _coarse_curve(figures: CountedFigures) -> list[tuple[int, float]]:
    days = range(0, max(CURVE_DAYS, figures.gauge.x + 30) + 1, CURVE_STEP)
    shares = [(day, figures.curve.share_by(day)) for day in days]
    return [(day, round(float(share), 2)) for day, share in shares if share is not None]
