"""Predictions in five groups of equal size against what came, and how far off they were. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from onboarding_phases.calibration.enums import Way
from onboarding_phases.calibration.learning import Ended, Record
from onboarding_phases.kpis.estimates import wilson

GROUPS = 5
CASES_EACH = 20
ENOUGH = GROUPS * CASES_EACH


@dataclass(frozen=True)
class Seen:
    """One prediction and whether it came true."""

    predicted: float
    success: bool


@dataclass(frozen=True)
class Bin:
    """One of five groups: its predictions from the lowest to the highest, and what came of them."""

    n: int
    lowest: float
    highest: float
    predicted: float
    successes: int
    observed: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether what was predicted lies in the interval of what came."""
        return self.low <= self.predicted <= self.high

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


def bounds(n: int) -> list[tuple[int, int]]:
    """Where each of the five groups begins and ends among so many in order; none where there are too few."""
    if n < ENOUGH:
        return []
    return [(n * number // GROUPS, n * (number + 1) // GROUPS) for number in range(GROUPS)]


def bins(seen: Sequence[Seen]) -> list[Bin]:
    """Five groups of equal size in the order of predictions; all five or none, so that no group is picked."""
    return [_bin(seen[first:last]) for first, last in bounds(len(seen))]


def _bin(seen: Sequence[Seen]) -> Bin:
    n, successes = len(seen), sum(one.success for one in seen)
    interval = wilson(successes, n)
    return Bin(
        n=n,
        lowest=seen[0].predicted,
        highest=seen[-1].predicted,
        predicted=sum(one.predicted for one in seen) / n,
        successes=successes,
        observed=successes / n,
        low=float(interval.low),
        high=float(interval.high),
    )


def brier(seen: Iterable[Seen]) -> float | None:
    """The mean squared distance of predictions from what came: 0 at best, 0.25 for always one half."""
    squares = [(one.predicted - one.success) ** 2 for one in seen]
    return sum(squares) / len(squares) if squares else None


@dataclass(frozen=True)
class Past:
    """One onboarding that is over: begun on a day, and known on a later one, when its clock had reached X."""

    begun_on: date
    known_on: date
    ended: Ended


def tried(past: Iterable[Past]) -> dict[Way, list[Seen]]:
    """Every onboarding estimated both ways from what was known on the day before it began.

    Only those that both ways can estimate count, so that they are compared on the same cases.
    """
    found: dict[Way, list[Seen]] = {way: [] for way in Way}
    cases = list(past)
    waiting = sorted(cases, key=lambda case: case.known_on)
    record, at = Record(), 0
    for case in sorted(cases, key=lambda case: case.begun_on):
        while at < len(waiting) and waiting[at].known_on < case.begun_on:
            record.add(waiting[at].ended)
            at += 1
        ended = case.ended
        both = (
            record.of_firm(ended.partner),
            record.of_pair(ended.partner, ended.product, ended.effort, ended.industry),
        )
        if both[0] is not None and both[1] is not None:
            for way, rate in zip(Way, both, strict=True):
                found[way].append(Seen(float(rate or Fraction(0)), ended.success))
    return {way: sorted(own, key=lambda one: one.predicted) for way, own in found.items()}


@dataclass(frozen=True)
class Decided:
    """What managers decided against plans, over those of which both firms' results and the outcome are known."""

    n: int
    successes: int
    proposed: float
    chosen: float

    @property
    def is_enough(self) -> bool:
        return self.n >= CASES_EACH


def decided(judged: Iterable[tuple[float | None, float | None, bool]]) -> Decided | None:
    """Means of what was predicted for the firm of the plan and for the one chosen; None without a case."""
    known = [(before, after, came) for before, after, came in judged if before is not None and after is not None]
    if not known:
        return None
    n = len(known)
    return Decided(
        n=n,
        successes=sum(came for _before, _after, came in known),
        proposed=sum(before for before, _after, _came in known) / n,
        chosen=sum(after for _before, after, _came in known) / n,
    )
