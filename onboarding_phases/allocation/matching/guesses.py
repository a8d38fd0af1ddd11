"""Quick guesses that need no proof: prices that nearly clear the market, and a plan made of nearly whole shares."""

import numpy as np
from numpy.typing import NDArray

from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem
from onboarding_phases.allocation.matching.values import MICRO

ROUNDS = 60
STEP = 60.0
"""Points by which the first round may raise a price."""

SLOWER = 0.25
CLOSE = 10.0
"""Pairs within so many points of a customer's best are worth a first look."""

Floats = NDArray[np.float32]


def promising(problem: Problem) -> Ints:
    """Pairs that are near a customer's best once slots have prices that nearly fill every partner."""
    score = (problem.score / MICRO).astype(np.float32)
    slots = problem.slots.astype(np.float32)
    price = _cleared(problem, score, slots)
    earned = score - price[problem.partner] * slots
    return np.nonzero(earned >= _best(problem, earned)[problem.customer] - CLOSE)[0]


def _cleared(problem: Problem, score: Floats, slots: Floats) -> Floats:
    """Raise prices where too many come and lower them where too few do, ever more gently."""
    capacity = np.maximum(problem.capacity, 1)
    price = np.zeros(len(capacity), dtype=np.float32)
    for turn in range(ROUNDS):
        earned = score - price[problem.partner] * slots
        taken = np.nonzero(earned >= _best(problem, earned)[problem.customer])[0]
        owner = problem.customer[taken]
        once = taken[np.append(True, owner[1:] != owner[:-1])] if len(taken) else taken
        load = np.bincount(problem.partner[once], weights=slots[once], minlength=len(capacity))
        pull = np.clip((load - problem.capacity) / capacity, -0.5, 1.0)
        price = np.maximum(price + STEP / (1 + turn * SLOWER) * pull, 0).astype(np.float32)
    return price


def _best(problem: Problem, earned: Floats) -> Floats:
    best = np.zeros(len(problem.weight), dtype=np.float32)
    some = np.nonzero(np.diff(problem.first))[0]
    if len(some):
        best[some] = np.maximum.reduceat(earned, problem.first[some])
    return best


def rounded(problem: Problem, pairs: Ints, share: NDArray[np.float64], earned: Ints) -> Ints:
    """A plan: the greatest shares first as far as they fit, then what earns most for those left over."""
    chosen = np.full(len(problem.weight), NOBODY, dtype=np.int64)
    free = problem.capacity.copy()
    taken = pairs[share > 0]
    _fill(problem, chosen, free, taken[np.argsort(-share[share > 0], kind="stable")])
    left = np.nonzero((chosen == NOBODY)[problem.customer] & (problem.slots <= free[problem.partner]))[0]
    worth = problem.weight[problem.customer[left]] / problem.slots[left]
    _fill(problem, chosen, free, left[np.lexsort((-earned[left], -worth))])
    return chosen


def _fill(problem: Problem, chosen: Ints, free: Ints, order: Ints) -> None:
    for pair in order.tolist():
        customer, partner = problem.customer[pair], problem.partner[pair]
        if chosen[customer] == NOBODY and problem.slots[pair] <= free[partner]:
            chosen[customer] = pair
            free[partner] -= problem.slots[pair]
