"""Small numbers are not trusted: a firm's rate is drawn towards what the programme does without that firm."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

DEFAULT_STRENGTH = 10
ENOUGH_CASES = 10
EVERYTHING = ()

_Group: TypeAlias = tuple[str | None, tuple[str | int, ...]]
"""A firm, or None for all of them, and a class of cases."""


@dataclass(frozen=True)
class Outcome:
    """How one case that is old enough ended, with what it is compared by."""

    partner: str
    product: str
    effort: int
    success: bool


def adjusted_rate(successes: int, n: int, *, expected: Fraction, k: int = DEFAULT_STRENGTH) -> Fraction:
    """(successes + k * expected) / (n + k).

    Raises:
        ValueError: there is neither a case nor a strength to weigh the expectation by.
    """
    if n + k <= 0:
        raise ValueError("an adjusted rate needs cases, or k above 0")
    return (successes + k * expected) / (n + k)


def adjusted_result(
    partner: str, outcomes: Sequence[Outcome], *, k: int = DEFAULT_STRENGTH, enough: int = ENOUGH_CASES
) -> Fraction | None:
    """A firm's adjusted rate; None where the firm has no case, or the programme none but the firm's.

    What is expected of the firm is the mean, over its own cases, of the rate that all other firms have in the
    same product and effort class; where these have fewer than `enough` cases, in the product; else in all.
    """
    own = [outcome for outcome in outcomes if outcome.partner == partner]
    others = [outcome for outcome in outcomes if outcome.partner != partner]
    if not own or not others:
        return None
    expected = sum((expected_rate(case, others, enough=enough) for case in own), Fraction(0)) / len(own)
    return adjusted_rate(sum(case.success for case in own), len(own), expected=expected, k=k)


def expected_rate(case: Outcome, others: Sequence[Outcome], *, enough: int = ENOUGH_CASES) -> Fraction:
    """The rate of the narrowest group of other firms' cases that is large enough to speak for this case.

    Raises:
        ValueError: there is no other case at all.
    """
    same_product = [other for other in others if other.product == case.product]
    same_class = [other for other in same_product if other.effort == case.effort]
    for group in (same_class, same_product):
        if len(group) >= enough:
            return _rate(group)
    return _rate(others)


def _rate(outcomes: Iterable[Outcome]) -> Fraction:
    successes = [outcome.success for outcome in outcomes]
    if not successes:
        raise ValueError("no other case to compare with")
    return Fraction(sum(successes), len(successes))


@dataclass(frozen=True)
class Result:
    """A firm's adjusted rate, and the cases that it was made of."""

    rate: Fraction
    successes: int
    n: int


def adjusted_results(
    outcomes: Iterable[Outcome], *, k: int = DEFAULT_STRENGTH, enough: int = ENOUGH_CASES
) -> dict[str, Result]:
    """What `adjusted_result` says of every firm, in one pass; firms of which it says nothing are left out."""
    seen, successes = Counter[_Group](), Counter[_Group]()
    own: dict[str, Counter[tuple[str, int]]] = {}
    for outcome in outcomes:
        own.setdefault(outcome.partner, Counter())[outcome.product, outcome.effort] += 1
        for group in _groups(outcome.product, outcome.effort):
            for firm in (None, outcome.partner):
                seen[firm, group] += 1
                successes[firm, group] += outcome.success

    def expected(firm: str, product: str, effort: int) -> Fraction:
        *narrow, everything = _groups(product, effort)
        of_all = next((each for each in narrow if seen[None, each] - seen[firm, each] >= enough), everything)
        n = seen[None, of_all] - seen[firm, of_all]
        return Fraction(successes[None, of_all] - successes[firm, of_all], n)

    found = {}
    for firm, classes in own.items():
        n, met = seen[firm, EVERYTHING], successes[firm, EVERYTHING]
        if n < seen[None, EVERYTHING]:
            mean = sum((count * expected(firm, *each) for each, count in classes.items()), Fraction(0)) / n
            found[firm] = Result(adjusted_rate(met, n, expected=mean, k=k), met, n)
    return found


def _groups(product: str, effort: int) -> tuple[tuple[str | int, ...], ...]:
    """From the narrowest to all."""
    return (product, effort), (product,), EVERYTHING
