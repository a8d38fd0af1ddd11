"""Small numbers are not trusted: a firm's rate is drawn towards what the programme does without that firm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

DEFAULT_STRENGTH = 10
ENOUGH_CASES = 10


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
