"""The solver with some pairs forced: pins, and what a forced pair would cost."""

import numpy as np

from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem, Solution
from onboarding_phases.allocation.matching.reserves import solve_reserved
from onboarding_phases.allocation.matching.solver import solve
from onboarding_phases.allocation.matching.watching import Watch


class PinRefused(ValueError):
    """A pin breaks a hard rule, or the pins of a partner do not fit into its slots."""

    def __init__(self, customer: str, partner: str, rule: str) -> None:
        super().__init__(f"{customer} cannot be pinned to {partner}: {rule}")
        self.customer = customer
        self.partner = partner
        self.rule = rule


def fits(problem: Problem, forced: Ints) -> bool:
    """Whether the forced pairs, at most one per customer, stay within all capacities."""
    taken = np.bincount(problem.partner[forced], weights=problem.slots[forced], minlength=len(problem.capacity))
    return bool((taken <= problem.capacity).all())


def solve_pinned(problem: Problem, forced: Ints, *, seconds: float, watch: Watch | None = None) -> Solution:
    """The best choice that holds the forced pairs, which must fit."""
    if not len(forced):
        return _solved(problem, seconds, watch)
    free = np.nonzero(~np.isin(problem.customer, problem.customer[forced]))[0]
    rest = problem.settled(forced).only(free)
    weight = int(problem.weight[problem.customer[forced]].sum())
    value = int(problem.score[forced].sum())
    if watch:
        watch.settled = (weight, value)
    found = _solved(rest, seconds, watch)
    chosen = np.append(free, NOBODY)[found.chosen]
    chosen[problem.customer[forced]] = forced
    return Solution(
        chosen,
        found.weight + weight,
        found.value + value,
        found.weight_bound + weight,
        found.value_bound + value,
    )


def _solved(problem: Problem, seconds: float, watch: Watch | None) -> Solution:
    if problem.reserved:
        return solve_reserved(problem, seconds=seconds, watch=watch)
    return solve(problem, seconds=seconds, watch=watch)
