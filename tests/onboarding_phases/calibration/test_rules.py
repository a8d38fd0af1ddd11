"""Five groups or none, and the distance of predictions from what came."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from onboarding_phases.calibration.rules import ENOUGH, GROUPS, Seen, bins, bounds, brier, decided
from onboarding_phases.kpis.estimates import wilson


@pytest.mark.parametrize("n", [0, 1, 20, 99])
def test_too_few_cases_make_no_group_at_all(n: int) -> None:
    assert bounds(n) == []
    assert bins([Seen(0.5, success=True)] * n) == []


@pytest.mark.parametrize("n", [100, 101, 104, 499, 1_003])
def test_all_cases_are_in_one_of_five_groups_of_equal_size(n: int) -> None:
    places = bounds(n)
    assert [place for first, last in places for place in range(first, last)] == list(range(n))
    sizes = [last - first for first, last in places]
    assert len(sizes) == GROUPS
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) * GROUPS >= ENOUGH - GROUPS


def test_the_groups_say_what_counting_by_hand_says() -> None:
    draw = random.Random(7)
    seen = sorted(
        (Seen(round(draw.random(), 3), draw.random() < 0.5) for _ in range(113)), key=lambda s: s.predicted
    )
    found = bins(seen)
    assert sum(group.n for group in found) == 113
    begin = 0
    for group in found:
        own = seen[begin : begin + group.n]
        begin += group.n
        assert group.successes == sum(one.success for one in own)
        assert group.predicted == pytest.approx(float(sum(Fraction(str(o.predicted)) for o in own) / len(own)))
        assert (group.lowest, group.highest) == (own[0].predicted, own[-1].predicted)
        interval = wilson(group.successes, group.n)
        assert (group.low, group.high) == (float(interval.low), float(interval.high))
        assert group.holds == (group.low <= group.predicted <= group.high)


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    assert brier([Seen(1.0, success=True), Seen(0.0, success=False)]) == 0
    assert brier([Seen(0.5, success=True), Seen(0.5, success=False)]) == 0.25
    assert brier([Seen(0.9, success=False), Seen(0.6, success=True)]) == pytest.approx((0.81 + 0.16) / 2)
    assert brier([]) is None


def test_decisions_against_plans_are_compared_where_both_results_were_known() -> None:
    assert decided([]) is None
    assert decided([(None, 0.5, True), (0.5, None, False)]) is None
    found = decided([(0.8, 0.4, True), (0.6, 0.6, False), (None, 0.9, True)])
    assert found is not None
    assert (found.n, found.successes, found.is_enough) == (2, 1, False)
    assert (found.proposed, found.chosen) == (pytest.approx(0.7), pytest.approx(0.5))
    enough = decided([(0.8, 0.4, True)] * 20)
    assert enough is not None
    assert enough.is_enough
