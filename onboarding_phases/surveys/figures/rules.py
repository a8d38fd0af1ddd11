"""Figures of answers, and which of them a firm may read. Pure.

A firm reads whole months together, never a month of its own choosing: the months of a survey are cut, in order, into
periods of at least `least` customers, a period is published once nobody can answer in it any more, and no period
changes or overlaps another afterwards. So no two figures that a firm can ever see differ by fewer customers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from onboarding_phases.surveys.enums import QuestionKind
from onboarding_phases.surveys.rules import SCALES

PROMOTER, DETRACTOR = 9, 6


@dataclass(frozen=True)
class Month:
    """One month of a firm's surveys of one kind, by the day on which they were sent.

    `is_final`: the month is over and none of its surveys can be answered any more.
    """

    first: date
    last: date
    is_final: bool
    customers: frozenset[int]


@dataclass(frozen=True)
class Period:
    """Whole months together, with the customers who answered in them."""

    from_on: date
    until_on: date
    customers: frozenset[int]


@dataclass(frozen=True)
class Scores:
    """The answers to one question: how often each number was given."""

    key: str
    kind: QuestionKind
    counts: Mapping[int, int]

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> Fraction | None:
        total = sum(value * count for value, count in self.counts.items())
        return Fraction(total, self.n) if self.n else None

    @property
    def nps(self) -> int | None:
        """Share of 9 and 10 less the share of 0 to 6, in whole points, as the field counts it."""
        if self.kind is not QuestionKind.RECOMMEND or not self.n:
            return None
        promoters = sum(count for value, count in self.counts.items() if value >= PROMOTER)
        detractors = sum(count for value, count in self.counts.items() if value <= DETRACTOR)
        return round(Fraction(100 * (promoters - detractors), self.n))

    @property
    def spread(self) -> list[tuple[int, int]]:
        """Every number of the scale with how often it was given."""
        low, high = SCALES[self.kind]
        return [(value, self.counts.get(value, 0)) for value in range(low, high + 1)]

    @property
    def written(self) -> dict[str, Any]:
        """The counts as a published period keeps them."""
        counts = {str(value): count for value, count in sorted(self.counts.items())}
        return {"key": self.key, "kind": self.kind.value, "counts": counts}


def scores_read(written: Iterable[Mapping[str, Any]]) -> list[Scores]:
    """The counts that a published period keeps."""
    return [
        Scores(
            one["key"],
            QuestionKind(one["kind"]),
            {int(value): count for value, count in one["counts"].items()},
        )
        for one in written
    ]


def added(several: Iterable[Iterable[Scores]]) -> list[Scores]:
    """The counts of several periods together, question by question."""
    found: dict[tuple[str, QuestionKind], dict[int, int]] = {}
    for one in (score for scores in several for score in scores):
        counts = found.setdefault((one.key, one.kind), {})
        for value, count in one.counts.items():
            counts[value] = counts.get(value, 0) + count
    return [Scores(key, kind, counts) for (key, kind), counts in found.items()]


def periods(months: Sequence[Month], *, least: int) -> list[Period]:
    """The periods that can be published, from months in order: each whole months of at least so many customers.

    A month that is not final ends it: what comes later waits, so that periods never change.
    """
    found: list[Period] = []
    begun: date | None = None
    customers: frozenset[int] = frozenset()
    for month in months:
        if not month.is_final:
            break
        begun, customers = begun or month.first, customers | month.customers
        if len(customers) >= least:
            found.append(Period(begun, month.last, customers))
            begun, customers = None, frozenset()
    return found


def told(
    answers: Iterable[tuple[int, str, QuestionKind, int]], customers: Collection[int], *, least: int
) -> list[Scores]:
    """The counts of a period by question, from `(customer, key, kind, value)`.

    A question that fewer customers answered, such as one that came with a later version, is left out.
    """
    who: dict[tuple[str, QuestionKind], set[int]] = {}
    counts: dict[tuple[str, QuestionKind], dict[int, int]] = {}
    for customer, key, kind, value in answers:
        if customer in customers:
            who.setdefault((key, kind), set()).add(customer)
            of_question = counts.setdefault((key, kind), {})
            of_question[value] = of_question.get(value, 0) + 1
    return [Scores(key, kind, counts[key, kind]) for (key, kind), asked in who.items() if len(asked) >= least]
