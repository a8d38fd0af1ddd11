"""The best choice of pairs, with proof: prices, then a small exact program over the pairs that can matter.

1. A linear program prices the slots, and weight. Prices give an exact bound and, for each pair, what taking
   it would lose (`prices`); they also say how much weight can be placed at most.
2. A mixed-integer program over the pairs that lose little finds a plan. It is the best of all as soon as it
   loses no more than the pairs that were left out; otherwise those that lose no more than it are let in, and
   once more suffices. Where all slots are alike the linear program is whole-numbered and nothing is left to do.
3. Where no plan reaches that weight, the weight that can be reached is found first and the rest repeated.

Every step is deterministic and stops only by the clock; a run that the clock stopped says so by its gap.
"""

import math
import time
from dataclasses import replace
from math import inf

import numpy as np

from onboarding_phases.allocation.matching import highs
from onboarding_phases.allocation.matching.guesses import promising, rounded
from onboarding_phases.allocation.matching.highs import Answer, Limits
from onboarding_phases.allocation.matching.prices import Losses, Prices, best_offers, losses
from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem, Solution
from onboarding_phases.allocation.matching.programs import FINE, Costs, chosen, point, program
from onboarding_phases.allocation.matching.relaxations import Relaxation, Relaxed
from onboarding_phases.allocation.matching.sketches import sketch
from onboarding_phases.allocation.matching.values import MICRO
from onboarding_phases.allocation.matching.watching import Watch

FEW = 20_000
"""So many pairs go into the first linear program without a guess which of them matter."""

CORE_CUSTOMERS, CORE_PARTNERS = 1.5, 5.0
"""So many pairs per customer and per partner, those that lose least, are looked at first."""

MANY = 300_000
"""With more pairs the first look can take longer than there is time, so that a quicker plan comes before it."""

SKETCHES = ((0.03, 0.3), (0.2, 0.3))
"""One after the other: the share of the customers that may move, and how near to its own bound is near enough."""

ROUGHLY = 0.1
"""How near to its own bound, as a share of the loss, a plan must be that only says which pairs to let in."""

SMALL = 1_000
"""So few pairs are all looked at in one go."""

WIDEN = 3
"""So many times the loss is allowed where the pairs looked at do not reach the weight, or are far from it."""

FAR = 4
"""A plan that loses so many times what its pairs may lose is worth a second rough look before the last."""

TOLERANCE = 1e-6
"""How far HiGHS may be off."""

SURE = 0.25
"""So much of a step, the least by which plans differ, is left to floating point before a bound is believed."""

PARTS = 6
"""What a slot is worth in weight is nearly always a whole number of halves or thirds."""


def solve(problem: Problem, *, seconds: float = inf, watch: Watch | None = None) -> Solution:
    """The choice with the greatest placed weight and, of those, the greatest value; or the best in time.

    Raises:
        Exception: what looking on raised.
    """
    fitting = np.nonzero(problem.slots <= problem.capacity[problem.partner])[0]
    watch = watch or Watch()
    found = _Search(problem.only(fitting), time.monotonic() + seconds, watch).run()
    watch.raise_failure()
    return replace(found, chosen=np.append(fitting, NOBODY)[found.chosen])


class _Search:
    """One run of the solver."""

    def __init__(self, problem: Problem, deadline: float, watch: Watch) -> None:
        self.problem = problem
        self.deadline = deadline
        self.watch = watch
        self.pairs = np.arange(len(problem.customer))
        self.total = int(problem.weight.sum())
        self.best = np.full(len(problem.weight), NOBODY, dtype=np.int64)
        self.step = max(int(np.gcd.reduce(np.append(problem.score, problem.penalty))), 1)
        """Values of plans differ by multiples of this: what is nearer than one step to the bound is best."""

    def run(self) -> Solution:
        first = self.pairs if len(self.pairs) <= FEW else promising(self.problem)
        relaxation = Relaxation(self.problem, first, self.deadline, self.watch)
        relaxed = relaxation.with_bonus(self._bonus())
        aim, sure = self._weight_bound(relaxation, relaxed), False
        while True:
            if relaxed is None or abs(self.total - relaxed.missed - aim) > TOLERANCE:
                relaxed = relaxation.with_aim(aim)
            prices = relaxed.prices if relaxed else Prices(np.zeros_like(self.problem.capacity), 0)
            self._guess(relaxed, prices)
            judged = losses(self.problem, prices, aim)
            self.watch.tell(phase="searching", weight_bound=aim, value_bound=judged.bound)
            if relaxed and len(self.pairs) > MANY:
                self._sketch(relaxed, judged, aim)
            bound = self._settle(judged, aim, sure=sure)
            if bound is not None or self._late():
                return self._solution(aim, prices, bound)
            aim, sure = self._reachable(aim), True

    def _late(self) -> bool:
        return time.monotonic() >= self.deadline or self.watch.tick()

    def _limits(self, **options: float | int | str) -> Limits:
        return Limits(seconds=self.deadline - time.monotonic(), options=options, watch=self.watch)

    def _bonus(self) -> float:
        """So many points per weight that score hardly matters beside it."""
        return 100.0 * (1 + (int(self.problem.score.max(initial=0)) + self.problem.penalty) / MICRO)

    def _weight_bound(self, relaxation: Relaxation, relaxed: Relaxed | None) -> int:
        """No plan places more: from prices of slots in weight, which are guessed first and computed if need be."""
        if relaxed is None:
            return self.total
        worth = relaxed.prices.slot / (self._bonus() * MICRO)
        guessed = self._weight_within(np.rint(np.rint(worth * PARTS) * (MICRO / PARTS)).astype(np.int64))
        if guessed <= self.total - relaxed.missed + TOLERANCE:
            return guessed
        exact = relaxation.of_weight()
        return min(guessed, self._weight_within(exact.prices.slot)) if exact else guessed

    def _weight_within(self, slot_prices: Ints) -> int:
        problem = self.problem
        weights = problem.weight[problem.customer] * MICRO
        alone = replace(problem, score=weights, minimum=np.zeros_like(problem.minimum), penalty=0)
        bound = losses(alone, Prices.of(alone, slot_prices, 0), 0).bound
        return min(bound // MICRO, self.total)

    def _guess(self, relaxed: Relaxed | None, prices: Prices) -> None:
        earned, _best = best_offers(self.problem, prices)
        pairs = relaxed.pairs if relaxed else self.pairs[:0]
        share = relaxed.share if relaxed else np.zeros(0)
        self._keep(rounded(self.problem, pairs, share, earned))

    def _sketch(self, relaxed: Relaxed, judged: Losses, aim: int) -> None:
        """Plans that cost little time, until one cannot be better."""
        for loose, near in SKETCHES:
            loss = self._loss(judged, aim)
            if self._late() or (loss is not None and loss < self.step):
                return
            limits = self._limits(mip_rel_gap=near)
            found = sketch(self.problem, relaxed, judged, aim, loose=loose, missed=self._dearest(), limits=limits)
            if found is not None:
                self._keep(found)

    def _settle(self, judged: Losses, aim: int, *, sure: bool) -> int | None:
        """Look for a plan that reaches the aim; the best value that one can have, or None if none was found."""
        most = int(judged.pair.max(initial=0))
        last = len(self.pairs) <= SMALL
        allowed = most if last else self._first_core(judged)
        while not self._late():
            loss = self._loss(judged, aim)
            if loss is not None and loss < self.step:
                return judged.bound - loss
            answer = self._look(judged, aim, allowed, sure=sure, rough=not last)
            loss = self._loss(judged, aim)
            if last and loss is not None:
                outside = loss if allowed >= most else allowed
                return judged.bound - min(loss, outside, self._least(answer.bound, judged.bound))
            if loss is None and (allowed >= most or (len(self.pairs) <= FEW and not sure)):
                return None
            last = loss is not None and loss <= FAR * allowed
            allowed = loss if last and loss is not None else allowed * WIDEN
        return None

    def _first_core(self, judged: Losses) -> int:
        """What a pair may lose to be among the first that are looked at."""
        wanted = int(CORE_CUSTOMERS * len(self.problem.weight) + CORE_PARTNERS * len(self.problem.capacity))
        if wanted >= len(self.pairs):
            return int(judged.pair.max(initial=0))
        return max(int(np.partition(judged.pair, wanted)[wanted]), 1)

    def _loss(self, judged: Losses, aim: int) -> int | None:
        """How far the best plan so far is below the bound; None where it does not reach the aim."""
        weight, value = self._rank(self.best)
        return judged.bound - value if weight == aim else None

    def _look(self, judged: Losses, aim: int, allowed: int, *, sure: bool, rough: bool) -> Answer:
        """The best plan of pairs that lose no more than allowed; kept if it is the best so far."""
        pairs = np.nonzero(judged.pair <= allowed)[0]
        missed = inf if sure else self._dearest()
        shift = judged.spare / MICRO
        costs = Costs.of_losses(self.problem, judged, pairs, missed)
        if len(pairs) == len(self.pairs):
            certain = self.problem.penalty * self.problem.unkeepable
            costs, shift = Costs.plain(self.problem, missed), (judged.bound + certain) / MICRO
        written = program(self.problem, pairs, aim, costs.times(FINE), whole=True)
        start = None if rough else point(self.problem, pairs, self.best, aim)
        near = FINE * self.step / MICRO / 2
        answer = highs.solve(written, self._limits(mip_abs_gap=near, mip_rel_gap=ROUGHLY if rough else 0.0), start)
        if answer.found:
            self._keep(chosen(self.problem, pairs, answer.x))
        return replace(answer, bound=answer.bound / FINE + shift)

    def _least(self, points: float, bound: int) -> int:
        """The least that any plan can lose, as a bound of HiGHS proves it: values are whole steps."""
        if not math.isfinite(points):
            return 0
        least = math.ceil(points * MICRO - SURE * self.step)
        return max(bound - (bound - least) // self.step * self.step, 0)

    def _keep(self, found: Ints) -> None:
        if self._rank(found) > self._rank(self.best):
            self.best = found
            weight, value = self._rank(found)
            self.watch.tell(weight=weight, value=value)

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
        written = program(self.problem, self.pairs, aim, Costs.weight_alone(self.problem), whole=True)
        answer = highs.solve(written, self._limits(mip_abs_gap=1 - TOLERANCE))
        if answer.found:
            self._keep(chosen(self.problem, self.pairs, answer.x))
        return aim - math.ceil(answer.bound - TOLERANCE)

    def _solution(self, aim: int, prices: Prices, bound: int | None) -> Solution:
        weight, value = self._rank(self.best)
        if bound is None:
            bound = losses(self.problem, Prices(prices.slot, max(prices.bonus, 0)), weight).bound
        return Solution(self.best, weight, value, weight_bound=aim, value_bound=max(bound, value))
