"""The KPIs of one group of onboardings as of a day: a firm's, a product's, or everything that a reader sees.

Values in, values out; each figure is computed when it is asked for, and once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from onboarding_phases.kpis.curves import PHASE_DAYS, ActivationCurve, activation_curve, past_phase
from onboarding_phases.kpis.estimates import Estimate
from onboarding_phases.kpis.rules import Gauge, add_months, month_end, trend_days
from onboarding_phases.kpis.trends import (
    Share,
    accepted,
    by_position,
    estimate_all,
    first_time_share,
    on_time_share,
    recent_share,
)
from onboarding_phases.kpis.values import Facts, PhaseFacts
from onboarding_phases.onboardings.enums import ExcludedReason


@dataclass(frozen=True)
class TrendPoint:
    """The rate as of a day over those that became old enough in the months before."""

    on: date
    share: Share


@dataclass(frozen=True)
class Figures:
    """Onboardings and their phases, and what is said of them as of a day."""

    gauge: Gauge
    as_of: date
    facts: Sequence[Facts]
    phases: Sequence[PhaseFacts]

    @cached_property
    def by_id(self) -> Mapping[int, Facts]:
        return {one.id: one for one in self.facts}

    @cached_property
    def estimate(self) -> Estimate:
        return estimate_all(self.facts, x=self.gauge.x, as_of=self.as_of)

    @cached_property
    def month_before(self) -> date:
        """The end of the month before the one that is shown."""
        return month_end(add_months(self.as_of.replace(day=1), -1))

    @cached_property
    def trend(self) -> list[TrendPoint]:
        days = trend_days(self.as_of, self.gauge.trend_months)
        return [TrendPoint(day, self.recent_at(day)) for day in days]

    @cached_property
    def curve(self) -> ActivationCurve:
        return activation_curve(self.facts, self.as_of)

    @cached_property
    def excluded(self) -> dict[ExcludedReason, int]:
        """How many are left out of every rate, by reason."""
        begun = (one.excluded_reason for one in self.facts if one.start_on <= self.as_of)
        return dict(Counter(reason for reason in begun if reason is not None))

    @cached_property
    def on_time_by_position(self) -> dict[int, Share]:
        places = by_position(accepted(self.phases, self.as_of, self.gauge.window_months))
        return {position: on_time_share(phases, self.by_id) for position, phases in places.items()}

    @cached_property
    def running(self) -> list[Facts]:
        return [one for one in self.facts if one.runs(self.as_of) and one.excluded_reason is None]

    @property
    def running_count(self) -> int:
        return len(self.running)

    @cached_property
    def past_phases(self) -> dict[int, list[Fraction | None]]:
        """The share past each phase by the days that pages show."""
        return past_phase(self.by_id, self.phases, PHASE_DAYS, self.as_of)

    @cached_property
    def activated_this_month(self) -> int:
        first = self.as_of.replace(day=1)
        counted = (one for one in self.facts if one.excluded_reason is None and one.activated_on)
        return sum(1 for one in counted if one.activated_on and first <= one.activated_on <= self.as_of)

    def all_at(self, day: date) -> Share:
        """The X-day rate as of a day over everything old enough."""
        seen = estimate_all(self.facts, x=self.gauge.x, as_of=day)
        return Share(seen.activated, seen.n)

    def recent_at(self, day: date) -> Share:
        return recent_share(self.facts, self.gauge, day)

    def on_time_at(self, day: date) -> Share:
        return on_time_share(accepted(self.phases, day, self.gauge.window_months), self.by_id)

    def first_time_at(self, day: date) -> Share:
        return first_time_share(accepted(self.phases, day, self.gauge.window_months), self.by_id)

    def history(self, share_at: Callable[[date], Share]) -> list[Fraction | None]:
        """One figure at each day of the trend."""
        return [share_at(point.on).rate for point in self.trend]
