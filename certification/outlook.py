"""What would come of it: more cases in a firm's favour, and those that leave the window. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from certification.metrics.rules import COUNTED_MONTHS
from certification.metrics.values import CaseRef, Window
from certification.policies.points import Values, score
from certification.policies.policy import Policy
from certification.rules import values_of
from certification.values import Frozen, Need
from onboarding_phases.kpis.adjustment import DEFAULT_STRENGTH
from onboarding_phases.kpis.rules import add_months

MOST_CASES = 50
"""Further than so many cases nobody plans."""

MONTHS_SHOWN = 3
ADJUSTED = "adjusted_activation_rate"


@dataclass(frozen=True)
class Rate:
    """A share of cases; an adjusted one carries what is expected as cases that were there before."""

    met: int
    n: int
    met_before: Fraction = Fraction(0)
    n_before: int = 0

    def value(self, *, more: int = 0) -> Decimal | None:
        """The share with so many more cases, all of them met; None without a case."""
        if self.n + more <= 0:
            return None
        share = (self.met + more + self.met_before) / Fraction(self.n + more + self.n_before)
        return Decimal(share.numerator) / Decimal(share.denominator)

    def without(self, gone: Sequence[CaseRef]) -> Rate:
        """The share once these cases have left."""
        met = sum(case.amount or 1 for case in gone if case.met)
        n = sum(case.amount or 1 for case in gone)
        return Rate(self.met - met, self.n - n, self.met_before, self.n_before)


@dataclass(frozen=True)
class Way:
    """One way over a line: so many more cases of one metric, all of them met, and the points they lead to."""

    metric: str
    more: int
    points: Decimal


@dataclass(frozen=True)
class Leaving:
    """What has left the window by a day since the evaluation, and the points if nothing else changed."""

    until: date
    gone: Mapping[str, Sequence[CaseRef]]
    points: Mapping[str, Decimal | None]

    def count(self, metric: str) -> int:
        return len(self.gone.get(metric, ()))

    def met(self, metric: str) -> int:
        return sum(bool(case.met) for case in self.gone.get(metric, ()))


def rates_of(rules: Policy, metrics: Frozen) -> dict[str, Rate]:
    """The metrics that are shares of cases, as far as they have a value."""
    keys = (metric.key for metric in rules.metrics if metric.key.endswith("_rate"))
    found = {key: _rate(key, metrics[key]) for key in keys if metrics.get(key, {}).get("value") is not None}
    return {key: rate for key, rate in found.items() if rate is not None}


def _rate(key: str, kept: Mapping[str, Any]) -> Rate | None:
    met, n = kept.get("numerator"), kept.get("denominator")
    if met is None or not n:
        return None
    if key != ADJUSTED:
        return Rate(met, n)
    expected = Fraction(kept["value"]) * (n + DEFAULT_STRENGTH) - met
    return Rate(met, n, expected, DEFAULT_STRENGTH)


def ways_up(rules: Policy, metrics: Frozen, need: Need) -> list[Way]:
    """How a line of an axis is reached by one metric alone, the fewest cases first; none where it takes several."""
    if need.held or need.least is None or need.of not in {axis.key for axis in rules.axes}:
        return []
    values = values_of(rules, metrics)
    rates = rates_of(rules, metrics)
    found = (_way(rules, values, key, rate, need) for key, rate in rates.items())
    return sorted((way for way in found if way is not None), key=lambda way: (way.more, way.metric))


def _way(rules: Policy, values: Values, key: str, rate: Rate, need: Need) -> Way | None:
    def points(more: int) -> Decimal | None:
        return score(rules, {**values, key: rate.value(more=more)}).points(need.of)

    def reaches(more: int) -> bool:
        found = points(more)
        return found is not None and need.bounds.hold(Fraction(found))

    if not reaches(MOST_CASES):
        return None
    low, high = 0, MOST_CASES
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    reached = points(high)
    return None if reached is None else Way(key, high, reached)


def leaving(rules: Policy, metrics: Frozen, *, period_end: date) -> list[Leaving]:
    """What leaves the window by the end of each of the next months, all else being equal."""
    ends = (add_months(period_end, ahead) for ahead in range(1, MONTHS_SHOWN + 1))
    return [_leaving(rules, metrics, until) for until in ends]


def _leaving(rules: Policy, metrics: Frozen, until: date) -> Leaving:
    rates = rates_of(rules, metrics)
    gone = {key: _gone(metrics[key], Window.before(until, rules.window_months)) for key in rates}
    gone["n"] = _gone(metrics.get("n", {}), Window.before(until, COUNTED_MONTHS))
    after = {key: rate.without(gone[key]).value() for key, rate in rates.items()}
    card = score(rules, {**values_of(rules, metrics), **after})
    return Leaving(until, gone, {axis.key: card.points(axis.key) for axis in rules.axes})


def _gone(kept: Mapping[str, Any], window: Window) -> tuple[CaseRef, ...]:
    cases: Iterable[Mapping[str, Any]] = kept.get("cases", ())
    return tuple(case for case in map(CaseRef.thawed, cases) if case.on <= window.since)
