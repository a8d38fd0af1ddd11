from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.kpis.adjustment import Outcome, Result, adjusted_rate, adjusted_result, adjusted_results


def outcomes(partner: str, successes: int, n: int, product: str = "accounting", effort: int = 1) -> list[Outcome]:
    return [Outcome(partner, product, effort, number < successes) for number in range(n)]


def test_a_rate_is_drawn_towards_what_is_expected() -> None:
    assert adjusted_rate(15, 18, expected=Fraction(72, 100)) == Fraction(222, 280)


def test_many_cases_outweigh_the_expectation() -> None:
    assert adjusted_rate(900, 1000, expected=Fraction(1, 2)) == Fraction(905, 1010)


def test_nothing_to_weigh_is_refused() -> None:
    with pytest.raises(ValueError, match="needs cases"):
        adjusted_rate(0, 0, expected=Fraction(1, 2), k=0)


def test_the_expectation_leaves_the_firm_itself_out() -> None:
    seen = outcomes("ours", 10, 10) + outcomes("theirs", 5, 10)
    assert adjusted_result("ours", seen) == Fraction(10 + 5, 20)


def test_a_class_of_under_ten_cases_gives_way_to_the_product() -> None:
    seen = outcomes("ours", 1, 1) + outcomes("theirs", 0, 9) + outcomes("theirs", 11, 11, effort=2)
    assert adjusted_result("ours", seen) == (1 + 10 * Fraction(11, 20)) / 11


def test_a_product_of_under_ten_cases_gives_way_to_all() -> None:
    seen = outcomes("ours", 1, 1) + outcomes("theirs", 0, 5) + outcomes("theirs", 5, 5, product="payroll")
    assert adjusted_result("ours", seen) == (1 + 10 * Fraction(1, 2)) / 11


def test_a_class_of_ten_cases_speaks_for_itself() -> None:
    seen = outcomes("ours", 1, 1) + outcomes("theirs", 4, 10) + outcomes("theirs", 10, 10, effort=2)
    assert adjusted_result("ours", seen) == (1 + 10 * Fraction(4, 10)) / 11


def test_the_expectation_follows_the_firms_own_mix() -> None:
    others = outcomes("theirs", 10, 10) + outcomes("theirs", 0, 10, effort=3)
    seen = outcomes("ours", 0, 1) + outcomes("ours", 0, 3, effort=3) + others
    assert adjusted_result("ours", seen) == 10 * Fraction(1, 4) / 14


def test_a_firm_without_a_case_has_no_rate_rather_than_zero() -> None:
    assert adjusted_result("ours", outcomes("theirs", 5, 10)) is None
    assert adjusted_result("ours", outcomes("ours", 5, 10)) is None


CASES = st.builds(Outcome, st.sampled_from("abc"), st.sampled_from("xy"), st.integers(1, 2), st.booleans())


@given(st.lists(CASES, max_size=40), st.integers(1, 6))
def test_all_firms_at_once_are_what_each_is_alone(seen: list[Outcome], enough: int) -> None:
    alone = {firm: adjusted_result(firm, seen, enough=enough) for firm in "abc"}
    together = adjusted_results(seen, enough=enough)
    assert {firm: result.rate for firm, result in together.items()} == {
        firm: rate for firm, rate in alone.items() if rate is not None
    }


def test_a_result_tells_the_cases_that_it_was_made_of() -> None:
    seen = outcomes("ours", 7, 9) + outcomes("theirs", 5, 10)
    assert adjusted_results(seen)["ours"] == Result(Fraction(7 + 5, 19), 7, 9)
