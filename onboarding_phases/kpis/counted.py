"""The KPIs of one group out of its counts; the same figures as `Figures` takes from the onboardings themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from onboarding_phases.kpis.counts import AsOf, Counts, by_days, month_key
from onboarding_phases.kpis.curves import PHASE_DAYS, ActivationCurve, past_shares
from onboarding_phases.kpis.estimates import Estimate, wilson
from onboarding_phases.kpis.figures import TrendPoint
from onboarding_phases.kpis.rules import Gauge, add_months, first_of_month, months_between
from onboarding_phases.kpis.survival import Seen
from onboarding_phases.kpis.trends import Share
from onboarding_phases.onboardings.enums import ExcludedReason

POSITIONS = range(1, 7)


@dataclass(frozen=True)
class Lead:
    """How long a phase took: the median of `n` phases in net days, None where there is none."""

    n: int
    median: Fraction | None


@dataclass(frozen=True)
class CountedFigures:
    """What is said of a group as of a day; each figure is computed when it is asked for, and once."""

    at: AsOf
    counts: Counts

    @property
    def gauge(self) -> Gauge:
        return self.at.gauge

    @property
    def as_of(self) -> date:
        return self.at.on

    @property
    def month_before(self) -> date:
        return self.at.month_before

    @property
    def is_empty(self) -> bool:
        """Whether no onboarding had begun."""
        return not self.counts["all"] and not self.excluded

    @cached_property
    def estimate(self) -> Estimate:
        return estimate_of(self.counts, self.curve.share_by(self.gauge.x))

    @cached_property
    def curve(self) -> ActivationCurve:
        return ActivationCurve(Seen(by_days(self.counts, "event"), by_days(self.counts, "seen")))

    @cached_property
    def trend(self) -> list[TrendPoint]:
        return [TrendPoint(day, self.recent_at(day)) for day in self.at.trend]

    @cached_property
    def excluded(self) -> dict[ExcludedReason, int]:
        """How many are left out of every rate, by reason."""
        return excluded_of(self.counts)

    @cached_property
    def on_time_by_position(self) -> dict[int, Share]:
        return {position: self._of_accepted("on_time", position) for position in POSITIONS}

    @cached_property
    def first_time_by_position(self) -> dict[int, Share]:
        return {position: self._of_accepted("first_time", position) for position in POSITIONS}

    @cached_property
    def leads(self) -> dict[int, Lead]:
        return {position: _lead(by_days(self.counts, f"lead:{position}")) for position in POSITIONS}

    @cached_property
    def past_phases(self) -> dict[int, list[Fraction | None]]:
        """The share past each phase by the days that the page shows."""
        passed = {
            position: Seen(by_days(self.counts, f"past:{position}"), by_days(self.counts, f"open:{position}"))
            for position in POSITIONS
        }
        return past_shares(passed, PHASE_DAYS, by_days(self.counts, "reached"))

    @property
    def running_count(self) -> int:
        return self.counts["running"]

    @property
    def activated_this_month(self) -> int:
        return self.counts["new"]

    @property
    def on_time(self) -> Share:
        return _sum(self.on_time_by_position)

    @property
    def first_time(self) -> Share:
        return _sum(self.first_time_by_position)

    @property
    def now(self) -> Share:
        """The rate as of the day, over everything old enough."""
        return Share(self.counts["active"], self.counts["old"])

    @property
    def before(self) -> Share:
        """The rate as of the end of the month before."""
        return Share(self.counts["active_before"], self.counts["old_before"])

    def recent_at(self, day: date) -> Share:
        """The rate over the months before the day itself, or before a month's end of the trend."""
        if day == self.as_of:
            return Share(self.counts["recent_active"], self.counts["recent"])
        first = first_of_month(add_months(first_of_month(day), 1 - self.gauge.window_months))
        months = [month_key(month) for month in months_between(first, day)]
        n = sum(self.counts[f"month:{month}"] for month in months)
        return Share(sum(self._active_of(month, by=month_key(day)) for month in months), n)

    def _active_of(self, month: str, *, by: str) -> int:
        """Of those old enough since a month, how many were active in time by the end of another."""
        return sum(count for since, count in self._active.get(month, ()) if since <= by)

    @cached_property
    def _active(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for key, count in self.counts.items():
            kind, *months = key.split(":")
            if kind == "active" and months:
                found.setdefault(months[0], []).append((months[1], count))
        return found

    def _of_accepted(self, kind: str, position: int) -> Share:
        return Share(self.counts[f"{kind}:{position}"], self.counts[f"accepted:{position}"])


def estimate_of(counts: Counts, km: Fraction | None) -> Estimate:
    """The X-day rate out of counts, with 1 - S(X) beside it."""
    n, activated = counts["old"], counts["active"]
    return Estimate(
        n=n,
        activated=activated,
        rate=Fraction(activated, n) if n else None,
        interval=wilson(activated, n) if n else None,
        n_all=counts["all"],
        km=km,
        excluded=sum(excluded_of(counts).values()),
    )


def excluded_of(counts: Counts) -> dict[ExcludedReason, int]:
    found = {reason: counts[f"excluded:{reason.value}"] for reason in ExcludedReason}
    return {reason: count for reason, count in found.items() if count}


def _sum(shares: Mapping[int, Share]) -> Share:
    return Share(sum(share.count for share in shares.values()), sum(share.n for share in shares.values()))


def _lead(days: Mapping[int, int]) -> Lead:
    return Lead(sum(days.values()), median_of(days))


def median_of(days: Mapping[int, int]) -> Fraction | None:
    """The median of days that were counted."""
    n = sum(days.values())
    if not n:
        return None
    low, high, passed = (n - 1) // 2, n // 2, 0
    middle: list[int] = []
    for day in sorted(days):
        middle += [day for place in {low, high} if passed <= place < passed + days[day]]
        passed += days[day]
    return Fraction(sum(middle), len(middle))
