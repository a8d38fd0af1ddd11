from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from onboarding_phases.kpis.estimates import Case, estimate, wilson
from portal.rounding import half_up

AS_OF = date(2026, 10, 31)
START = date(2026, 6, 1)


def started(days_ago: int, **values: int | bool | date) -> Case:
    return Case(AS_OF - timedelta(days=days_ago), **values)  # type: ignore[arg-type]


def after(case_age: int, days: int) -> date:
    return AS_OF - timedelta(days=case_age - days)


def of(*cases: Case) -> tuple[int, int, int, Fraction | None]:
    found = estimate(cases, x=90, as_of=AS_OF)
    return found.n, found.activated, found.n_all, found.km


def test_a_case_is_old_enough_on_the_day_its_net_clock_reaches_x() -> None:
    assert of(started(90))[0] == 1
    assert of(started(89))[0] == 0


def test_hold_days_of_customer_and_vendor_delay_the_age() -> None:
    assert of(started(95, hold_days=6))[0] == 0


def test_activation_on_net_day_x_is_in_time_and_one_later_is_not() -> None:
    assert of(started(120, activated_on=after(120, 90)))[1] == 1
    assert of(started(120, activated_on=after(120, 91)))[1] == 0
    assert of(started(120, activated_on=after(120, 100), hold_days=10))[1] == 1


def test_a_young_case_counts_in_the_curve_alone_even_when_active() -> None:
    assert of(started(30, activated_on=after(30, 10))) == (0, 0, 1, Fraction(1))


def test_what_lies_after_the_as_of_date_has_not_happened() -> None:
    tomorrow = AS_OF + timedelta(days=1)
    assert of(started(90, activated_on=tomorrow)) == (1, 0, 1, Fraction(0))
    assert of(started(90, activated_on=after(90, 50), withdrawn_on=tomorrow))[1] == 1
    assert of(started(-1)) == (0, 0, 0, None)


def test_withdrawn_before_activation_is_not_active_and_its_clock_runs_on() -> None:
    case = started(100, activated_on=after(100, 50), withdrawn_on=after(100, 49))
    assert of(case) == (1, 0, 1, Fraction(0))


def test_withdrawn_on_the_day_of_activation_is_active() -> None:
    assert of(started(100, activated_on=after(100, 50), withdrawn_on=after(100, 50)))[1] == 1


def test_excluded_cases_are_counted_apart_and_nowhere_else() -> None:
    found = estimate([started(100, excluded=True), started(100)], x=90, as_of=AS_OF)
    assert (found.n, found.n_all, found.excluded) == (1, 1, 1)


def test_a_group_without_an_old_case_has_no_rate() -> None:
    found = estimate([started(10)], x=90, as_of=AS_OF)
    assert (found.rate, found.interval, found.km) == (None, None, None)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_wilson_intervals_as_published(successes: int, n: int, low: str, high: str) -> None:
    found = wilson(successes, n)
    assert (str(half_up(found.low, 4)), str(half_up(found.high, 4))) == (low, high)


@pytest.mark.parametrize("n", [1, 7, 20, 1000])
def test_the_interval_of_none_starts_at_zero_and_that_of_all_ends_at_one(n: int) -> None:
    assert wilson(0, n).low == 0
    assert wilson(n, n).high == 1


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_scipys_interval(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    theirs = binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert float(found.low) == pytest.approx(theirs.low, abs=1e-7)
    assert float(found.high) == pytest.approx(theirs.high, abs=1e-7)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_of_wilson_solve_the_score_equation(counts: tuple[int, int]) -> None:
    successes, n = counts
    for end in (wilson(*counts).low, wilson(*counts).high):
        distance = (Decimal(successes) / n - end) ** 2
        assert abs(distance - Decimal("1.959964") ** 2 * end * (1 - end) / n) < Decimal("1e-20")


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (3, 2), (-1, 4)])
def test_what_is_no_rate_has_no_interval(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        wilson(successes, n)


CASES = st.builds(
    lambda age, active, withdrawn, holds, excluded: started(
        age,
        activated_on=None if active is None else after(age, min(active, age)),
        withdrawn_on=None if withdrawn is None else after(age, withdrawn),
        hold_days=min(holds, age if active is None else min(active, age)),
        excluded=excluded,
    ),
    st.integers(0, 200),
    st.none() | st.integers(0, 200),
    st.none() | st.integers(0, 200),
    st.integers(0, 45),
    st.booleans(),
)


@given(st.lists(CASES, max_size=20))
def test_where_all_are_old_enough_the_curve_equals_the_plain_rate(cases: list[Case]) -> None:
    old = [case for case in cases if case.net_clock(AS_OF) >= 90]
    found = estimate(old, x=90, as_of=AS_OF)
    assert found.km == found.rate
    assert found.n == found.n_all


@given(st.lists(CASES, max_size=20), st.integers(0, 120))
def test_counts_are_those_of_a_plain_loop(cases: list[Case], x: int) -> None:
    n = activated = 0
    for case in cases:
        if case.excluded or (AS_OF - case.start_on).days - case.hold_days < x:
            continue
        n += 1
        kept = case.withdrawn_on is None or case.activated_on is None or case.activated_on <= case.withdrawn_on
        if case.activated_on and kept and (case.activated_on - case.start_on).days - case.hold_days <= x:
            activated += 1
    found = estimate(cases, x=x, as_of=AS_OF)
    assert (found.n, found.activated) == (n, activated)
