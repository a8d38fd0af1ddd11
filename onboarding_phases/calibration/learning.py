"""A firm's result estimated from what is known so far: over all its cases, or for the customer at hand.

Values in, values out; cases are added as they become known, so that nothing is estimated from the future.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from onboarding_phases.kpis.adjustment import DEFAULT_STRENGTH, ENOUGH_CASES, adjusted_rate

_Class: TypeAlias = tuple[str | int, ...]
_Group: TypeAlias = tuple[str | None, _Class]
"""A firm, or None for all of them, and a class of cases."""
EVERYTHING: _Class = ()


@dataclass(frozen=True)
class Ended:
    """One case that is old enough: whose it was, what it was, and whether it was active within X."""

    partner: str
    product: str
    effort: int
    industry: str
    success: bool


class Record:
    """What is known so far."""

    def __init__(self, *, k: int = DEFAULT_STRENGTH, enough: int = ENOUGH_CASES) -> None:
        self.k, self.enough = k, enough
        self._seen: Counter[_Group] = Counter()
        self._met: Counter[_Group] = Counter()
        self._own: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)

    def add(self, ended: Ended) -> None:
        """Take one more case into account."""
        self._own[ended.partner][ended.product, ended.effort] += 1
        for group in classes(ended.product, ended.effort, ended.industry):
            for firm in (None, ended.partner):
                self._seen[firm, group] += 1
                self._met[firm, group] += ended.success

    def of_firm(self, partner: str) -> Fraction | None:
        """The adjusted result over all cases of a firm; None where it has none, or nobody else has any.

        The same as `kpis.adjustment.adjusted_result`.
        """
        n = self._seen[partner, EVERYTHING]
        if not n or not self._others(partner, EVERYTHING):
            return None
        expected = sum(
            (count * self._programme(partner, _without_industry(*own)) for own, count in self._own[partner].items()),
            Fraction(0),
        )
        return adjusted_rate(self._met[partner, EVERYTHING], n, expected=expected / n, k=self.k)

    def of_pair(self, partner: str, product: str, effort: int, industry: str) -> Fraction | None:
        """The adjusted result of a firm for a customer like this one; None where nobody else has a case.

        Its own cases are those of the narrowest class in which it has enough: product, effort and industry, then
        product and effort, then product, then all. They are drawn towards what the others do in the narrowest class
        in which these have enough.
        """
        if not self._others(partner, EVERYTHING):
            return None
        known = classes(product, effort, industry)
        own = next((each for each in known if self._seen[partner, each] >= self.enough), EVERYTHING)
        expected = self._programme(partner, known)
        return adjusted_rate(self._met[partner, own], self._seen[partner, own], expected=expected, k=self.k)

    def _others(self, partner: str, group: _Class) -> int:
        return self._seen[None, group] - self._seen[partner, group]

    def _programme(self, partner: str, known: tuple[_Class, ...]) -> Fraction:
        """What all others do in the narrowest of these classes in which they have enough cases."""
        group = next((each for each in known if self._others(partner, each) >= self.enough), EVERYTHING)
        met = self._met[None, group] - self._met[partner, group]
        return Fraction(met, self._others(partner, group))


def classes(product: str, effort: int, industry: str) -> tuple[_Class, ...]:
    """The classes of a case from the narrowest to all."""
    return (product, effort, industry), *_without_industry(product, effort)


def _without_industry(product: str, effort: int) -> tuple[_Class, ...]:
    return (product, effort), (product,), EVERYTHING
