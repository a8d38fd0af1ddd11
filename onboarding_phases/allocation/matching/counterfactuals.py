"""What a change would do, by solving again: the price of another partner, the worth of a slot."""

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.problems import NOBODY, Ints
from onboarding_phases.allocation.matching.restrictions import fits, solve_pinned
from onboarding_phases.allocation.matching.values import MICRO


@dataclass(frozen=True, slots=True)
class Worth:
    """What an optimum gains."""

    placed_weight: int
    score: float
    """Points, penalties included; may be negative where more weight is placed."""


def smallest_change(plan: Plan, customer: str, partner: str, *, seconds: float = inf) -> float | None:
    """The points by which this pair's score would have to rise for an optimum to choose it.

    The optimum less the optimum with the pair forced, pins kept. 0 where an optimum chooses it as it is; None
    where the pair is not eligible, does not fit, or forcing it loses placed weight. Exact for proven plans; the
    clock may leave it an upper bound.
    """
    pair = plan.pair(customer, partner)
    if pair == NOBODY or customer in plan.pins:
        return 0.0 if plan.pins.get(customer) == partner else None
    forced = np.append(_pinned(plan), pair)
    if not fits(plan.problem, forced):
        return None
    other = solve_pinned(plan.problem, forced, seconds=seconds)
    if other.weight < plan.solution.weight:
        return None
    return max(plan.solution.value - other.value, 0) / MICRO


def worth_of_slot(plan: Plan, partner: str, *, slots: int = 1, seconds: float = inf) -> Worth:
    """What an optimum gains from one more slot, or several, at a partner."""
    capacity = plan.problem.capacity.copy()
    capacity[plan.firms.index[partner]] += slots
    problem = replace(plan.problem, capacity=capacity)
    more = solve_pinned(problem, _pinned(plan), seconds=seconds)
    present = plan.solution
    return Worth(more.weight - present.weight, (more.value - present.value) / MICRO)


def _pinned(plan: Plan) -> Ints:
    return np.array([plan.pair(*pin) for pin in plan.pins.items()], dtype=np.int64)
