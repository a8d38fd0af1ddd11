"""Curves over net days: how many are active, or past a phase, by each day. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import exp, log, sqrt

from onboarding_phases.kpis.estimates import Z_95
from onboarding_phases.kpis.survival import Observation, Seen, Step
from onboarding_phases.kpis.values import Facts, PhaseFacts

PHASE_DAYS = (7, 21, 40, 60, 75, 90, 120)
"""The net days by which pages say how far onboardings are."""


@dataclass(frozen=True)
class CurvePoint:
    """From this day on so large a share is active; low and high bound it with 95 % confidence."""

    days: int
    share: Fraction
    low: float
    high: float
    at_risk: int
    events: int


@dataclass(frozen=True)
class ActivationCurve:
    """The estimate over those who were seen, as its steps."""

    seen: Seen

    @cached_property
    def points(self) -> Sequence[CurvePoint]:
        return [_point(step) for step in self.seen.steps]

    @property
    def n(self) -> int:
        return self.seen.n

    @property
    def seen_until(self) -> int:
        """Nobody was seen for more net days."""
        return max(0, self.seen.until)

    @cached_property
    def median(self) -> int | None:
        """The net day by which half are active; None where the curve does not come so far."""
        return next((step.days for step in self.seen.steps if step.survival <= Fraction(1, 2)), None)

    def share_by(self, days: int) -> Fraction | None:
        """The share on a day; None where nobody was seen that long."""
        return self.seen.share_by(days)


def activation_curve(found: Iterable[Facts], as_of: date) -> ActivationCurve:
    """Kaplan-Meier over all onboardings that had begun and are not excluded."""
    counted = (one for one in found if one.start_on <= as_of and one.excluded_reason is None)
    return ActivationCurve(Seen.of(one.case(as_of).observation(as_of) for one in counted))


def _point(step: Step) -> CurvePoint:
    low, high = band(float(step.survival), float(step.variance))
    return CurvePoint(step.days, 1 - step.survival, 1 - high, 1 - low, step.at_risk, step.events)


def band(survival: float, variance: float) -> tuple[float, float]:
    """A 95 % interval of S by the log-log transformation, which stays between 0 and 1.

    Source: J. D. Kalbfleisch and R. L. Prentice, "The Statistical Analysis of Failure Time Data" (1980), with
    Greenwood's variance. Where S is 0 or 1 there is nothing to transform, and both ends are S.
    """
    if not 0 < survival < 1:
        return survival, survival
    spread = float(Z_95) * sqrt(variance) / (survival * abs(log(survival)))
    return survival ** exp(spread), survival ** exp(-spread)


def past_phase(
    found: Mapping[int, Facts], phases: Iterable[PhaseFacts], days: Sequence[int], as_of: date
) -> dict[int, list[Fraction | None]]:
    """For each of the six phases, the share past it by these net days.

    Past phase p: phases 1 to p are completed or skipped. Those not yet past it are counted as far as they have
    been seen, as in the activation curve; None by days that no net clock has reached. Excluded ones are left out.
    """
    counted = {key: one for key, one in found.items() if one.excluded_reason is None and one.start_on <= as_of}
    passed: dict[int, list[Observation]] = {position: [] for position in range(1, 7)}
    for onboarding_id, own in of_each(phases).items():
        one = counted.get(onboarding_id)
        if one is not None:
            for position, seen in enumerate(passing(one, own, as_of), 1):
                passed[position].append(seen)
    last = max((one.net_days(as_of) for one in counted.values()), default=-1)
    reached = [day for day in days if day <= last]
    return past_shares({position: Seen.of(seen) for position, seen in passed.items()}, days, reached)


def past_shares(
    passed: Mapping[int, Seen], days: Sequence[int], reached: Collection[int]
) -> dict[int, list[Fraction | None]]:
    """The shares past each phase by these days, None by days that no net clock has reached.

    Who is past a phase is past those before it, so a share is never below that of the next phase.
    """
    shares: dict[int, list[Fraction | None]] = {}
    for position in range(6, 0, -1):
        seen = passed[position]
        alone = [1 - seen.survival_at(day) if seen.n and day in reached else None for day in days]
        shares[position] = [_higher(pair) for pair in zip(alone, shares.get(position + 1, alone), strict=True)]
    return {position: shares[position] for position in range(1, 7)}


def _higher(shares: Iterable[Fraction | None]) -> Fraction | None:
    return max((share for share in shares if share is not None), default=None)


def of_each(phases: Iterable[PhaseFacts]) -> dict[int, list[PhaseFacts]]:
    """Phases by their onboarding."""
    found: dict[int, list[PhaseFacts]] = {}
    for phase in phases:
        found.setdefault(phase.onboarding_id, []).append(phase)
    return found


def passing(one: Facts, phases: Sequence[PhaseFacts], as_of: date) -> list[Observation]:
    """When each phase and all before it were closed, or how long the onboarding was seen without that."""
    latest: date | None = one.start_on
    seen = []
    for phase in sorted(phases, key=lambda phase: phase.position):
        closed = phase.closed_on if phase.closed_on and phase.closed_on <= as_of else None
        latest = max(latest, closed) if latest and closed else None
        seen.append(Observation(max(0, one.net_days(latest or as_of)), happened=latest is not None))
    return seen
