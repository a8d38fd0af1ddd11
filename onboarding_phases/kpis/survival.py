"""The Kaplan-Meier estimate: how many are active by a day, with those still running counted as far as seen.

Source: E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the
American Statistical Association 53 (1958); the variance is M. Greenwood's (1926).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Observation:
    """How long one case was seen, in net days, and whether the event ended it."""

    days: int
    happened: bool


@dataclass(frozen=True)
class Step:
    """A day on which the curve moves: `at_risk` cases were seen up to it, `events` of them ended on it.

    `survival` is S on and after that day, `variance` Greenwood's variance of it.
    """

    days: int
    at_risk: int
    events: int
    survival: Fraction
    variance: Fraction


def kaplan_meier(observations: Iterable[Observation]) -> list[Step]:
    """The curve as its steps, by rising days; on one day events come before those who were seen no longer."""
    seen = list(observations)
    leaving = Counter(one.days for one in seen)
    events = Counter(one.days for one in seen if one.happened)
    at_risk, survival, spread = len(seen), Fraction(1), Fraction(0)
    steps = []
    for day in sorted(leaving):
        ended = events[day]
        if ended:
            left = at_risk - ended
            survival *= Fraction(left, at_risk)
            spread += Fraction(ended, at_risk * left) if left else 0
            steps.append(Step(day, at_risk, ended, survival, survival**2 * spread))
        at_risk -= leaving[day]
    return steps


def survival_at(steps: Sequence[Step], days: int) -> Fraction:
    """S on that day: the share to which the event has not yet happened."""
    reached = [step.survival for step in steps if step.days <= days]
    return reached[-1] if reached else Fraction(1)


def share_by(observations: Sequence[Observation], days: int) -> Fraction | None:
    """1 - S on that day.

    None where nobody was seen, or nobody that long while some were still without the event.
    """
    if not observations:
        return None
    survival = survival_at(kaplan_meier(observations), days)
    if survival > 0 and max(one.days for one in observations) < days:
        return None
    return 1 - survival
