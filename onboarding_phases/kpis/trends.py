"""How figures move: each as of the end of a month, over what came due in the months before it.

Values in, values out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import TypeVar

from onboarding_phases.kpis.estimates import Estimate, Interval, estimate, wilson
from onboarding_phases.kpis.rules import Gauge, add_months
from onboarding_phases.kpis.values import Facts, PhaseFacts
from onboarding_phases.onboardings import clock

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Share:
    """So many of n; `rate` and `interval` are None where n = 0."""

    count: int
    n: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.count, self.n) if self.n else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.count, self.n) if self.n else None


def estimate_all(found: Iterable[Facts], *, x: int, as_of: date) -> Estimate:
    """The X-day rate as of a day over everything that is old enough by then."""
    return estimate((one.case(as_of) for one in found), x=x, as_of=as_of)


def recent(found: Iterable[Facts], *, x: int, as_of: date, months: int) -> list[Facts]:
    """Those that became old enough in the months before a day; the day itself counts, the one months ago not."""
    since = add_months(as_of, -months)
    return [one for one in found if one.may_reach(x, since, as_of) and since < one.reaches(x) <= as_of]


def recent_share(found: Iterable[Facts], gauge: Gauge, as_of: date) -> Share:
    """The X-day rate as of a day over those that became old enough in the months before."""
    within = recent(found, x=gauge.x, as_of=as_of, months=gauge.window_months)
    seen = estimate_all(within, x=gauge.x, as_of=as_of)
    return Share(seen.activated, seen.n)


def accepted(phases: Iterable[PhaseFacts], as_of: date, months: int) -> list[PhaseFacts]:
    """The phases whose submission was accepted in the months before a day."""
    since = add_months(as_of, -months)
    return [one for one in phases if one.completed_on and one.submitted_on and since < one.completed_on <= as_of]


def on_time_share(phases: Iterable[PhaseFacts], facts: Mapping[int, Facts]) -> Share:
    """How many of these phases were submitted by the due day, net; excluded onboardings are left out."""
    counted = [one for one in phases if _counts(one, facts)]
    return Share(sum(was_on_time(one, facts[one.onboarding_id]) for one in counted), len(counted))


def first_time_share(phases: Iterable[PhaseFacts], facts: Mapping[int, Facts]) -> Share:
    """How many of these phases were accepted without having been returned."""
    counted = [one for one in phases if _counts(one, facts)]
    return Share(sum(one.returns == 0 for one in counted), len(counted))


def was_on_time(phase: PhaseFacts, of: Facts) -> bool:
    """Whether the submission that was accepted kept the due day, net."""
    if phase.submitted_on is None:
        return False
    return clock.is_on_time(of.start_on, phase.due_day, of.holds, phase.submitted_on, limits=of.limits)


def _counts(phase: PhaseFacts, facts: Mapping[int, Facts]) -> bool:
    of = facts.get(phase.onboarding_id)
    return of is not None and of.excluded_reason is None


def by_position(phases: Iterable[PhaseFacts]) -> dict[int, list[PhaseFacts]]:
    """Phases by their place among the six; each place is there."""
    found: dict[int, list[PhaseFacts]] = {position: [] for position in range(1, 7)}
    for one in phases:
        found[one.position].append(one)
    return found


def grouped(found: Iterable[Facts], key: Callable[[Facts], Key]) -> dict[Key, list[Facts]]:
    """Onboardings by what they share, in order of first appearance."""
    groups: dict[Key, list[Facts]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def programme_median(shares: Sequence[Share], gauge: Gauge) -> Fraction | None:
    """The median over the firms that have cases enough; None where too few firms have."""
    rates = [share.rate for share in shares if share.rate is not None and share.n >= gauge.median_cases]
    return median(rates) if len(rates) >= gauge.median_firms else None
