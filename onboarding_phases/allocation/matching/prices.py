"""Prices of slots, and what they prove: an upper bound in whole numbers and the loss of every choice.

Give every slot of a partner a price, pay a bonus for placed weight, and let every customer take what is best for
it alone: no plan is worth more than what the customers and the partners then earn together. This holds for
any prices, so they may come rounded out of floating-point arithmetic and the bound is still exact.
"""

from dataclasses import dataclass

import numpy as np

from onboarding_phases.allocation.matching.problems import Ints, Problem


@dataclass(frozen=True)
class Prices:
    """A price per slot of each partner and a bonus per placed weight, in the unit of `Problem.score`."""

    slot: Ints
    bonus: int

    @classmethod
    def of(cls, problem: Problem, slot: Ints, bonus: int) -> "Prices":
        """Prices that make sense: no slot is worth less than the penalty that filling it saves."""
        promised = np.where(problem.minimum > 0, -problem.penalty, 0)
        return cls(np.maximum(slot, promised), bonus)


@dataclass(frozen=True)
class Losses:
    """How far each choice falls short of the bound: a plan's value is the bound less its losses."""

    bound: int
    """No plan of this placed weight or more has a greater value (the bonus being 0 or more; else of exactly it)."""
    pair: Ints
    unplaced: Ints
    """Per customer."""
    slack: Ints
    """Per partner and slot left free (beside what `spare` holds)."""
    spare: int
    """What is lost where slots have a negative price, before any is left free."""


def best_offers(problem: Problem, prices: Prices) -> tuple[Ints, Ints]:
    """Per pair what it earns at these prices; per customer the best of its pairs, or 0 for none."""
    earned = problem.score + prices.bonus * problem.weight[problem.customer]
    earned -= prices.slot[problem.partner] * problem.slots
    best = np.zeros(len(problem.weight), dtype=np.int64)
    some = np.nonzero(np.diff(problem.first))[0]
    if len(some):
        best[some] = np.maximum(np.maximum.reduceat(earned, problem.first[some]), 0)
    return earned, best


def losses(problem: Problem, prices: Prices, weight: int) -> Losses:
    """What prices prove about plans that place so much weight."""
    earned, best = best_offers(problem, prices)
    kept = np.minimum(problem.minimum, problem.capacity)
    filled = np.where(prices.slot >= 0, problem.capacity, kept)
    firms = int((prices.slot * filled).sum()) - problem.penalty * problem.unkeepable
    return Losses(
        bound=int(best.sum()) + firms - prices.bonus * weight,
        pair=best[problem.customer] - earned,
        unplaced=best,
        slack=prices.slot,
        spare=-int((np.minimum(prices.slot, 0) * (problem.capacity - kept)).sum()),
    )
