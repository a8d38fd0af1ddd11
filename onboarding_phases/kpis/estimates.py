"""The X-day activation rate of onboardings as of a date, its Wilson interval, and 1 - S(X) beside it.

Exact: rates are fractions and are rounded by whoever shows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from onboarding_phases.kpis.survival import Observation, share_by

Z_95 = Decimal("1.959964")
PRECISION = 50


@dataclass(frozen=True)
class Case:
    """One onboarding as the KPIs see it.

    `hold_days` are the counted hold days of customer and vendor up to activation or, without it, up to the
    as-of date.
    """

    start_on: date
    activated_on: date | None = None
    withdrawn_on: date | None = None
    excluded: bool = False
    hold_days: int = 0

    def net_clock(self, as_of: date) -> int:
        """Net days on the as-of date; the clock runs on after activation and withdrawal."""
        return (as_of - self.start_on).days - self.hold_days

    def days_to_activation(self, as_of: date) -> int | None:
        """Net days to activation; None where it had not happened yet, or only after withdrawal."""
        if self.activated_on is None or self.activated_on > as_of:
            return None
        if self.withdrawn_on is not None and self.withdrawn_on < self.activated_on:
            return None
        return self.net_clock(self.activated_on)

    def observation(self, as_of: date) -> Observation:
        """What the Kaplan-Meier estimate sees: activation, or a clock still running on the as-of date."""
        days = self.days_to_activation(as_of)
        return Observation(self.net_clock(as_of) if days is None else days, happened=days is not None)


@dataclass(frozen=True)
class Interval:
    """A 95 % interval of a rate."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Estimate:
    """What is said of a group: `n` old enough, of them `activated` in time; `n_all` not excluded, with `km`.

    `rate` and `interval` are None where n = 0; `km` is None where the curve does not reach day X.
    """

    n: int
    activated: int
    rate: Fraction | None
    interval: Interval | None
    n_all: int
    km: Fraction | None
    excluded: int


def estimate(cases: Iterable[Case], *, x: int, as_of: date) -> Estimate:
    """The X-day activation rate of a group as of a date. Cases that start after it count nowhere."""
    started = [case for case in cases if case.start_on <= as_of]
    counted = [case for case in started if not case.excluded]
    old_enough = [case for case in counted if case.net_clock(as_of) >= x]
    activated = sum(1 for case in old_enough if _in_time(case, x, as_of))
    n = len(old_enough)
    return Estimate(
        n=n,
        activated=activated,
        rate=Fraction(activated, n) if n else None,
        interval=wilson(activated, n) if n else None,
        n_all=len(counted),
        km=share_by([case.observation(as_of) for case in counted], x),
        excluded=len(started) - len(counted),
    )


def wilson(successes: int, n: int, *, z: Decimal = Z_95) -> Interval:
    """The Wilson score interval of a rate, without continuity correction.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of
    the American Statistical Association 22 (1927).

    Raises:
        ValueError: n is not positive, or the successes do not lie in 0 to n.
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no rate")
    with localcontext(prec=PRECISION):
        rate, square = Decimal(successes) / n, z * z
        centre = rate + square / (2 * n)
        half_width = z * (rate * (1 - rate) / n + square / (4 * n * n)).sqrt()
        low, high = ((centre + side * half_width) / (1 + square / n) for side in (-1, 1))
    # At the ends the formula gives 0 and 1 exactly; the last digit of a square root does not.
    return Interval(Decimal(0) if successes == 0 else low, Decimal(1) if successes == n else high)


def _in_time(case: Case, x: int, as_of: date) -> bool:
    days = case.days_to_activation(as_of)
    return days is not None and days <= x
