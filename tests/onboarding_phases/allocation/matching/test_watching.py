"""A search that is looked at goes the same way; one that is ended says no more than it knows."""

from dataclasses import replace

import numpy as np
import pytest

from onboarding_phases.allocation.matching.problems import Problem
from onboarding_phases.allocation.matching.restrictions import solve_pinned
from onboarding_phases.allocation.matching.solver import solve
from onboarding_phases.allocation.matching.watching import Progress, Watch
from tests.onboarding_phases.allocation.matching.test_exact import nearly_tied
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES


class Looker:
    """Counts looks, keeps what was told, and ends the search at one of them."""

    def __init__(self, last: int | None = None) -> None:
        self.told: list[Progress] = []
        self.last = last

    def __call__(self, progress: Progress) -> bool:
        self.told.append(progress)
        return len(self.told) == self.last


def large(seed: int) -> Problem:
    return nearly_tied(seed, most_customers=40, most_partners=8)


@pytest.mark.parametrize("seed", range(max(EXAMPLES // 6, 5)))
def test_a_look_changes_nothing(seed: int) -> None:
    problem, looker = large(seed), Looker()

    watched, alone = solve(problem, watch=Watch(looker, every=0)), solve(problem)

    assert (watched.chosen == alone.chosen).all()
    assert (watched.weight, watched.value, watched.optimal) == (alone.weight, alone.value, True)
    assert len(looker.told) > 1


@pytest.mark.parametrize("seed", range(max(EXAMPLES // 6, 5)))
def test_a_search_that_is_ended_gives_a_plan_and_bounds_that_hold(seed: int) -> None:
    problem, best = large(seed), solve(large(seed))
    for last in (1, 2, 3, 5, 8):
        looker = Looker(last)
        found = solve(problem, watch=Watch(looker, every=0))
        assert (problem.loads(found.chosen) <= problem.capacity).all()
        assert (problem.placed_weight(found.chosen), problem.value(found.chosen)) == (found.weight, found.value)
        assert (found.weight, found.value) <= (best.weight, best.value)
        assert found.weight_bound >= best.weight
        if found.weight == best.weight:
            assert found.value_bound >= best.value
        assert len(looker.told) <= last


def test_what_is_told_never_contradicts_the_end() -> None:
    for seed in range(EXAMPLES // 3):
        looker = Looker()
        best = solve(large(seed), watch=Watch(looker, every=0))
        for told in looker.told:
            assert told.weight <= best.weight
            if told.weight_bound is not None:
                assert told.weight_bound >= best.weight
            if told.weight_bound == best.weight and told.value_bound is not None:
                assert told.value_bound >= best.value


def test_what_is_pinned_counts_in_what_is_told() -> None:
    problem, looker = large(6), Looker()
    pair = int(np.argmax(problem.slots <= problem.capacity[problem.partner]))

    watch = Watch(looker, every=0)
    found = solve_pinned(problem, np.array([pair]), seconds=60, watch=watch)

    watch.look_now(weight=found.weight - watch.settled[0], value=found.value - watch.settled[1])
    assert (looker.told[-1].weight, looker.told[-1].value) == (found.weight, found.value)
    assert watch.settled == (problem.weight[problem.customer[pair]], problem.score[pair])


def test_a_search_ends_inside_the_solver_and_not_only_between_its_steps() -> None:
    """The market-split kind: HiGHS would look for minutes for loads that fit exactly."""
    random = np.random.default_rng(1)
    customers, partners = 60, 6
    slots = random.integers(20, 99, size=customers)
    problem = Problem(
        weight=np.ones(customers, dtype=np.int64),
        capacity=np.full(partners, int(slots.sum()) // partners - 7),
        minimum=np.zeros(partners, dtype=np.int64),
        penalty=0,
        customer=np.repeat(np.arange(customers), partners),
        partner=np.tile(np.arange(partners), customers),
        score=random.integers(40_000_000, 90_000_000, size=customers * partners),
        slots=np.repeat(slots, partners),
    )
    looker = Looker(200)

    found = solve(problem, seconds=120, watch=Watch(looker, every=0))

    assert len(looker.told) == 200
    assert not found.optimal
    assert found.gap < 0.2


def test_what_looking_raises_ends_the_search_and_is_raised_again() -> None:
    def broken(_progress: Progress) -> bool:
        raise ValueError("nobody listens")

    with pytest.raises(ValueError, match="nobody listens"):
        solve(large(3), watch=Watch(broken, every=0))


def test_the_gap_of_what_is_told_is_that_of_the_farther_aim() -> None:
    told = Progress("searching", weight=9, value=99, weight_bound=10, value_bound=100)

    assert told.gap == pytest.approx(0.1)
    assert replace(told, value_bound=None).gap is None
