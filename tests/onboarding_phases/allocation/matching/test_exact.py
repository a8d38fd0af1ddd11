"""Plans that differ by a millionth of a point, the last decimal that is printed, are told apart."""

from collections.abc import Iterable
from itertools import product

import numpy as np
import pytest

from onboarding_phases.allocation.matching.problems import Ints, Problem
from onboarding_phases.allocation.matching.solver import solve
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES


def nearly_tied(seed: int, most_customers: int = 10, most_partners: int = 4) -> Problem:
    """Scarce slots, and scores that are the same but for a few millionths."""
    random = np.random.default_rng(seed)
    customers, partners = int(random.integers(1, most_customers + 1)), int(random.integers(1, most_partners + 1))
    pairs = [pair for pair in product(range(customers), range(partners)) if random.random() < 0.7]
    customer = np.array([pair[0] for pair in pairs], dtype=np.int64)
    partner = np.array([pair[1] for pair in pairs], dtype=np.int64)
    by_firm = random.integers(40_000_000, 90_000_000, size=partners) if seed % 2 else np.full(partners, 50_000_000)
    return Problem(
        weight=random.integers(1, 4, size=customers),
        capacity=random.integers(0, 5, size=partners),
        minimum=random.integers(0, 3, size=partners),
        penalty=int(random.choice([0, 5_000_000, 333_333])),
        customer=customer,
        partner=partner,
        score=by_firm[partner] + random.integers(-3, 4, size=len(pairs)),
        slots=random.integers(1, 4, size=customers)[customer],
    )


def best(problem: Problem) -> tuple[int, int]:
    """The best weight and value, by counting through all loads that customers can add up to."""
    reached: dict[tuple[int, ...], tuple[int, int]] = {tuple(np.zeros_like(problem.capacity).tolist()): (0, 0)}
    for customer, weight in enumerate(problem.weight.tolist()):
        further = dict(reached)
        for pair in range(problem.first[customer], problem.first[customer + 1]):
            for load, (placed, score) in reached.items():
                more = with_pair(problem, pair, load)
                if more is not None:
                    found = (placed + weight, score + int(problem.score[pair]))
                    further[more] = max(found, further.get(more, found))
        reached = further
    return max((placed, score - penalties(problem, np.array(load))) for load, (placed, score) in reached.items())


def with_pair(problem: Problem, pair: int, load: tuple[int, ...]) -> tuple[int, ...] | None:
    firm = int(problem.partner[pair])
    filled = load[firm] + int(problem.slots[pair])
    return (*load[:firm], filled, *load[firm + 1 :]) if filled <= problem.capacity[firm] else None


def penalties(problem: Problem, load: Ints) -> int:
    return problem.penalty * int(np.maximum(problem.minimum - load, 0).sum())


MISLED = (1588, 1642, 2024, 3903, 11105, 11600, 12401, 13010, 15842)
"""With these HiGHS takes the second best for the best when it counts in points, with its own tolerances."""


@pytest.mark.parametrize("seeds", [MISLED, range(20 * EXAMPLES)], ids=["misled", "drawn"])
def test_the_better_of_nearly_tied_plans_is_found_and_proven(seeds: Iterable[int]) -> None:
    for seed in seeds:
        problem = nearly_tied(seed)
        found = solve(problem)
        assert (found.weight, found.value, found.optimal) == (*best(problem), True), seed


def test_slots_promised_beyond_the_capacity_do_not_blur_the_proof() -> None:
    one = np.array([1])
    problem = Problem(
        weight=np.array([1, 1]),
        capacity=one,
        minimum=np.array([3]),
        penalty=333_333,
        customer=np.array([0, 1]),
        partner=np.array([0, 0]),
        score=np.array([50_000_000, 50_000_001]),
        slots=np.array([1, 1]),
    )
    found = solve(problem)
    assert (found.value, found.optimal) == (50_000_001 - 2 * 333_333, True)
