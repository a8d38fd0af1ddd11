"""The Kaplan-Meier estimate: how many are active by a day, with those still running counted as far as seen.

Source: E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the
American Statistical Association 53 (1958); the variance is M. Greenwood's (1926).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


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


@dataclass(frozen=True)
class Seen:
    """Cases by how many net days they were seen: `events` until the event ended them, `others` without it."""

    events: Mapping[int, int]
    others: Mapping[int, int]

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> "Seen":
        """Count observations."""
        events, others = Counter[int](), Counter[int]()
        for one in observations:
            (events if one.happened else others)[one.days] += 1
        return cls(events, others)

    @cached_property
    def n(self) -> int:
        return sum(self.events.values()) + sum(self.others.values())

    @cached_property
    def until(self) -> int:
        """The most days that one of them was seen; -1 where there is none."""
        return max((*self.events, *self.others), default=-1)

    @cached_property
    def steps(self) -> list["Step"]:
        """The curve as its steps, by rising days; on one day events come before those who were seen no longer."""
        at_risk, survival, spread = self.n, Fraction(1), Fraction(0)
        steps = []
        for day in sorted({*self.events, *self.others}):
            ended = self.events.get(day, 0)
            if ended:
                left = at_risk - ended
                survival *= Fraction(left, at_risk)
                spread += Fraction(ended, at_risk * left) if left else 0
                steps.append(Step(day, at_risk, ended, survival, survival**2 * spread))
            at_risk -= ended + self.others.get(day, 0)
        return steps

    def survival_at(self, days: int) -> Fraction:
        """S on that day: the share to which the event has not yet happened."""
        at_risk, passed, risked = self.n, 1, 1
        for day in sorted({*self.events, *self.others}):
            if day > days:
                break
            ended = self.events.get(day, 0)
            if ended:
                passed, risked = passed * (at_risk - ended), risked * at_risk
            at_risk -= ended + self.others.get(day, 0)
        return Fraction(passed, risked)

    def share_by(self, days: int) -> Fraction | None:
        """1 - S on that day.

        None where nobody was seen, or nobody that long while some were still without the event.
        """
        if not self.n:
            return None
        survival = self.survival_at(days)
        return None if survival > 0 and self.until < days else 1 - survival


def kaplan_meier(observations: Iterable[Observation]) -> list[Step]:
    """The curve as its steps."""
    return Seen.of(observations).steps


def survival_at(steps: Sequence[Step], days: int) -> Fraction:
    """S on that day: the share to which the event has not yet happened."""
    reached = [step.survival for step in steps if step.days <= days]
    return reached[-1] if reached else Fraction(1)


def share_by(observations: Iterable[Observation], days: int) -> Fraction | None:
    """1 - S on that day; None where it is not known: see `Seen.share_by`."""
    return Seen.of(observations).share_by(days)
