"""The best choice of pairs, with proof: prices, then a small exact program over the pairs that can matter.

1. A linear program says how much weight can be placed at most; a second one, which must place just that much,
   prices the slots. Prices give an exact bound and, for each pair, what taking it would lose (`prices`).
2. A mixed-integer program over the pairs that lose little finds a plan. It is the best of all as soon as it
   loses no more than the pairs that were left out; otherwise those that lose no more than it are let in, and
   once more suffices.
3. Where no plan reaches that weight, the weight that can be reached is found first and the rest repeated.

Every step is deterministic and stops only by the clock; a run that the clock stopped says so by its gap.
"""

import math
import time
from dataclasses import replace
from math import inf

import numpy as np

from onboarding_phases.allocation.matching import highs
from onboarding_phases.allocation.matching.highs import Answer, Limits
from onboarding_phases.allocation.matching.prices import Losses, Prices, losses
from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem, Solution
from onboarding_phases.allocation.matching.programs import Costs, chosen, program
from onboarding_phases.allocation.matching.values import MICRO

FIRST_CORE = 2 * MICRO
"""Pairs that lose up to two points are looked at first."""

TOLERANCE = 1e-6
"""How far HiGHS may be off."""

WIDEN = 4
"""So many times the loss is allowed where the pairs looked at do not reach the weight."""


def solve(problem: Problem, *, seconds: float = inf) -> Solution:
    """The choice with the greatest placed weight and, of those, the greatest value; or the best in the time."""
    fitting = np.nonzero(problem.slots <= problem.capacity[problem.partner])[0]
    found = _Search(problem.only(fitting), time.monotonic() + seconds).run()
    pairs = np.append(fitting, NOBODY)[found.chosen]
    return replace(found, chosen=pairs)


class _Search:
    """One run of the solver."""

    def __init__(self, problem: Problem, deadline: float) -> None:
        self.problem = problem
        self.deadline = deadline
        self.pairs = np.arange(len(problem.customer))
        self.best = np.full(len(problem.weight), NOBODY, dtype=np.int64)
        self.step = int(np.gcd.reduce(np.append(problem.score, problem.penalty)))
        """Values of plans differ by multiples of this: what is nearer than one step to the bound is the best."""

    def run(self) -> Solution:
        aim, sure = self._weight_bound(), False
        while True:
            prices = self._prices(aim)
            judged = losses(self.problem, prices, aim)
            bound = self._settle(judged, aim, sure=sure)
            if bound is not None or self._late():
                return self._solution(aim, prices, bound)
            aim, sure = self._reachable(aim), True

    def _late(self) -> bool:
        return time.monotonic() >= self.deadline

    def _limits(self, **options: float | int | str) -> Limits:
        return Limits(seconds=self.deadline - time.monotonic(), options=options)

    def _weight_bound(self) -> int:
        """No plan places more: from a linear program, as exact as `losses` is."""
        problem = self.problem
        bare = replace(
            problem,
            score=problem.weight[problem.customer] * MICRO,
            minimum=np.zeros_like(problem.minimum),
            penalty=0,
        )
        total = int(problem.weight.sum())
        answer = self._relaxed(_costs(bare, worth=0.0), total, missed=1.0)
        judged = losses(bare, Prices.of(bare, self._slot_prices(answer), 0), 0)
        return min(judged.bound // MICRO, total)

    def _prices(self, aim: int) -> Prices:
        """Prices of slots, and of weight, when just so much is placed."""
        answer = self._relaxed(_costs(self.problem), aim, missed=inf)
        bonus = -round(float(answer.duals[-1]) * MICRO) if answer.found else 0
        return Prices.of(self.problem, self._slot_prices(answer), bonus)

    def _relaxed(self, costs: Costs, aim: int, missed: float) -> Answer:
        written = program(self.problem, self.pairs, aim, replace(costs, missed=missed), whole=False)
        return highs.solve(written, self._limits(solver="simplex"))

    def _slot_prices(self, answer: Answer) -> Ints:
        customers, partners = len(self.problem.weight), len(self.problem.capacity)
        if not answer.found:
            return np.zeros(partners, dtype=np.int64)
        duals = answer.duals[customers : customers + partners]
        return -np.rint(duals * MICRO).astype(np.int64)

    def _settle(self, judged: Losses, aim: int, *, sure: bool) -> int | None:
        """Look for a plan that reaches the aim; the best value that one can have, or None if none was found."""
        allowed, most = FIRST_CORE, int(judged.pair.max(initial=0))
        while not self._late():
            answer = self._look(judged, aim, allowed, sure=sure)
            everything = allowed >= most
            if self.problem.placed_weight(self.best) == aim:
                value = self.problem.value(self.best)
                if not answer.proven:
                    return max(value, judged.bound - min(allowed, _floor(answer.bound)))
                if judged.bound - value <= allowed or everything:
                    return value
                allowed = judged.bound - value
            elif everything:
                return None
            else:
                allowed *= WIDEN
        return None

    def _look(self, judged: Losses, aim: int, allowed: int, *, sure: bool) -> Answer:
        """The best plan of pairs that lose no more than allowed; kept if it is the best so far."""
        pairs = np.nonzero(judged.pair <= allowed)[0]
        missed = inf if sure else self._dearest()
        costs = Costs(
            pair=judged.pair[pairs] / MICRO,
            unplaced=judged.unplaced / MICRO,
            missing=(judged.slack + self.problem.penalty) / MICRO,
            free=judged.slack / MICRO,
            missed=missed,
        )
        written = program(self.problem, pairs, aim, costs, whole=True)
        answer = highs.solve(written, self._limits(mip_abs_gap=max(self.step / MICRO - TOLERANCE, 1e-7)))
        if answer.found:
            self._keep(chosen(self.problem, pairs, answer.x))
        return replace(answer, bound=answer.bound + judged.spare / MICRO)

    def _keep(self, found: Ints) -> None:
        if self._rank(found) > self._rank(self.best):
            self.best = found

    def _rank(self, found: Ints) -> tuple[int, int]:
        return self.problem.placed_weight(found), self.problem.value(found)

    def _dearest(self) -> float:
        """More points than placing one customer can cost."""
        scores = (
            int(self.problem.score.max(initial=0)) + int(self.problem.slots.max(initial=0)) * self.problem.penalty
        )
        return 10.0 * (scores + MICRO) / MICRO

    def _reachable(self, aim: int) -> int:
        """The most weight that a plan can place: the aim was too high."""
        nothing = _costs(self.problem, worth=0.0)
        written = program(self.problem, self.pairs, aim, replace(nothing, missed=1.0), whole=True)
        answer = highs.solve(written, self._limits())
        if answer.found:
            self._keep(chosen(self.problem, self.pairs, answer.x))
        return aim - math.ceil(answer.bound - TOLERANCE)

    def _solution(self, aim: int, prices: Prices, bound: int | None) -> Solution:
        weight, value = self._rank(self.best)
        if bound is None:
            bound = losses(self.problem, Prices(prices.slot, max(prices.bonus, 0)), weight).bound
        return Solution(self.best, weight, value, weight_bound=aim, value_bound=max(bound, value))


def _costs(problem: Problem, worth: float = 1.0) -> Costs:
    """What a plan costs in points, as a program sees it that knows no prices."""
    customers, partners = len(problem.weight), len(problem.capacity)
    return Costs(
        pair=problem.score * (-worth / MICRO),
        unplaced=np.zeros(customers),
        missing=np.full(partners, worth * problem.penalty / MICRO),
        free=np.zeros(partners),
        missed=inf,
    )


def _floor(points: float) -> int:
    """Whole millionths, a little below where floating-point arithmetic may have gone too high."""
    return max(math.floor((points - TOLERANCE) * MICRO), 0) if math.isfinite(points) else 0
