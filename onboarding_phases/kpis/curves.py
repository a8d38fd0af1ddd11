"""Curves over net days: how many are active, or past a phase, by each day. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import exp, log, sqrt

from onboarding_phases.kpis.estimates import Z_95
from onboarding_phases.kpis.survival import Observation, Step, kaplan_meier, share_by, survival_at
from onboarding_phases.kpis.values import Facts, PhaseFacts


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
    """The estimate as its steps; nobody was seen longer than `seen_until` net days, and of `n` in all."""

    points: Sequence[CurvePoint]
    observations: Sequence[Observation]
    seen_until: int

    @property
    def n(self) -> int:
        return len(self.observations)

    def share_by(self, days: int) -> Fraction | None:
        """The share on a day; None where nobody was seen that long."""
        return share_by(self.observations, days)


def activation_curve(found: Iterable[Facts], as_of: date) -> ActivationCurve:
    """Kaplan-Meier over all onboardings that had begun and are not excluded."""
    seen = [
        one.case(as_of).observation(as_of) for one in found if one.start_on <= as_of and one.excluded_reason is None
    ]
    points = [_point(step) for step in kaplan_meier(seen)]
    return ActivationCurve(points, seen, max((one.days for one in seen), default=0))


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
    Who is past a phase is past those before it, so a share is never below that of the next phase.
    """
    counted = {key: one for key, one in found.items() if one.excluded_reason is None and one.start_on <= as_of}
    passed: dict[int, list[Observation]] = {position: [] for position in range(1, 7)}
    for onboarding_id, own in _of_each(phases).items():
        one = counted.get(onboarding_id)
        if one is not None:
            for position, seen in enumerate(_passing(one, own, as_of), 1):
                passed[position].append(seen)
    last = max((one.net_days(as_of) for one in counted.values()), default=-1)
    shares: dict[int, list[Fraction | None]] = {}
    for position in range(6, 0, -1):
        alone = _shares(passed[position], days, last)
        shares[position] = [_higher(pair) for pair in zip(alone, shares.get(position + 1, alone), strict=True)]
    return {position: shares[position] for position in range(1, 7)}


def _higher(shares: Iterable[Fraction | None]) -> Fraction | None:
    return max((share for share in shares if share is not None), default=None)


def _shares(seen: Sequence[Observation], days: Sequence[int], last: int) -> list[Fraction | None]:
    steps = kaplan_meier(seen)
    return [1 - survival_at(steps, day) if seen and day <= last else None for day in days]


def _of_each(phases: Iterable[PhaseFacts]) -> dict[int, list[PhaseFacts]]:
    found: dict[int, list[PhaseFacts]] = {}
    for phase in phases:
        found.setdefault(phase.onboarding_id, []).append(phase)
    return found


def _passing(one: Facts, phases: Sequence[PhaseFacts], as_of: date) -> list[Observation]:
    """When each phase and all before it were closed, or how long the onboarding was seen without that."""
    latest: date | None = one.start_on
    seen = []
    for phase in sorted(phases, key=lambda phase: phase.position):
        closed = phase.closed_on if phase.closed_on and phase.closed_on <= as_of else None
        latest = max(latest, closed) if latest and closed else None
        seen.append(Observation(max(0, one.net_days(latest or as_of)), happened=latest is not None))
    return seen
