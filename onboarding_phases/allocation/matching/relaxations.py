"""The linear relaxation, kept warm: columns are let in as they turn out to matter, costs and aims change."""

import time
from dataclasses import dataclass, replace

import highspy
import numpy as np

from onboarding_phases.allocation.matching.highs import Vector, engine_for
from onboarding_phases.allocation.matching.prices import Prices, best_offers
from onboarding_phases.allocation.matching.problems import Ints, Problem
from onboarding_phases.allocation.matching.programs import Costs, program, shape
from onboarding_phases.allocation.matching.values import MICRO
from onboarding_phases.allocation.matching.watching import Watch

AT_ONCE = 10
"""Columns per customer that are let in at once."""

TOLERATED = 2
"""Millionths of a point that a column may promise and still stay out: less than prices are rounded by."""

DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4


@dataclass(frozen=True)
class Relaxed:
    """What a relaxation found."""

    prices: Prices
    pairs: Ints
    share: Vector
    """Per pair of `pairs` how much of it is taken, 0 to 1."""
    missed: float
    """Weight below the aim."""


class Relaxation:
    """One linear program over a growing part of the pairs."""

    def __init__(self, problem: Problem, pairs: Ints, deadline: float, watch: Watch) -> None:
        self.problem = problem
        self.deadline = deadline
        self.first = pairs
        self.later = np.empty(0, dtype=np.int64)
        self.total = int(problem.weight.sum())
        self.engine = engine_for(program(problem, pairs, self.total, Costs.plain(problem, 0.0), whole=False), watch)
        self.fixed = len(problem.weight) + 2 * len(problem.capacity) + 1

    def with_bonus(self, bonus: float) -> Relaxed | None:
        """The greatest value when each placed weight earns so many points; None when the time was up."""
        self._set_missed(bonus, self.total)
        return self._settled(self.problem)

    def with_aim(self, aim: int) -> Relaxed | None:
        """The greatest value when just so much weight is placed."""
        row = len(self.problem.weight) + len(self.problem.capacity)
        self.engine.changeRowBounds(row, float(self.total - aim), float(self.total - aim))
        self._set_missed(0.0, 0)
        return self._settled(self.problem)

    def of_weight(self) -> Relaxed | None:
        """The greatest weight, whatever the value; prices are per weight, in millionths.

        Nothing else can be asked afterwards but `with_aim`.
        """
        columns = len(self.first) + self.fixed + len(self.later)
        self._set_costs(np.zeros(columns))
        self._set_missed(1.0, self.total)
        weight = replace(
            self.problem,
            score=self.problem.weight[self.problem.customer] * MICRO,
            minimum=np.zeros_like(self.problem.minimum),
            penalty=0,
        )
        found = self._settled(weight)
        self._set_costs(self._plain_costs())
        return found

    def _plain_costs(self) -> Vector:
        plain = Costs.plain(self.problem)
        others = np.concatenate([plain.unplaced, plain.missing, plain.free, np.zeros(1)])
        return np.concatenate([plain.pair[self.first], others, plain.pair[self.later]])

    def _set_costs(self, costs: Vector) -> None:
        self.engine.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def _set_missed(self, cost: float, most: int) -> None:
        column = len(self.first) + self.fixed - 1
        self.engine.changeColCost(column, cost)
        self.engine.changeColBounds(column, 0.0, float(most))

    def _settled(self, problem: Problem) -> Relaxed | None:
        """Solve until no pair that was left out would improve it."""
        strategy = DUAL_SIMPLEX
        while True:
            found = self._run(strategy)
            if found is None:
                return None
            wanted = _wanted(problem, found)
            if not len(wanted):
                return found
            self._let_in(wanted, problem)
            strategy = PRIMAL_SIMPLEX

    def _run(self, strategy: int) -> Relaxed | None:
        self.engine.setOptionValue("simplex_strategy", strategy)
        self.engine.setOptionValue("time_limit", self.engine.getRunTime() + max(self.deadline - time.monotonic(), 0))
        self.engine.run()
        if self.engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self.engine.getSolution()
        x, duals = np.array(solution.col_value), np.array(solution.row_dual)
        customers = len(self.problem.weight)
        slot = -np.rint(duals[customers:-1] * MICRO).astype(np.int64)
        bonus = -round(float(duals[-1]) * MICRO)
        begin = len(self.first)
        return Relaxed(
            prices=Prices.of(self.problem, slot, bonus),
            pairs=np.append(self.first, self.later),
            share=np.append(x[:begin], x[begin + self.fixed :]),
            missed=float(x[begin + self.fixed - 1]),
        )

    def _let_in(self, pairs: Ints, problem: Problem) -> None:
        count = len(pairs)
        columns = shape(problem, pairs)
        self.engine.addCols(
            count,
            np.zeros(count) if problem is not self.problem else problem.score[pairs] / -MICRO,
            np.zeros(count),
            np.ones(count),
            len(columns.rows),
            columns.starts[:-1],
            columns.rows,
            columns.entries,
        )
        self.later = np.append(self.later, pairs)


def _wanted(problem: Problem, found: Relaxed) -> Ints:
    """Pairs left out that earn more than the best let in, the best of each customer first."""
    if len(found.pairs) == len(problem.customer):
        return np.empty(0, dtype=np.int64)
    earned, _ = best_offers(problem, found.prices)
    best = np.zeros(len(problem.weight), dtype=np.int64)
    np.maximum.at(best, problem.customer[found.pairs], earned[found.pairs])
    gain = earned - best[problem.customer]
    wanted = np.nonzero(gain > TOLERATED)[0]
    wanted = wanted[np.lexsort((-gain[wanted], problem.customer[wanted]))]
    owner = problem.customer[wanted]
    place = np.arange(len(wanted)) - np.searchsorted(owner, owner)
    return np.setdiff1d(wanted[place < AT_ONCE], found.pairs)
