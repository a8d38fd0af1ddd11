"""A good first plan of a large month: most customers stay where the relaxation puts them, the rest is solved.

The rest are those whom the relaxation shares out or leaves, and those who would lose least elsewhere: they make the
room that the others need. It proves nothing; it is there so that a run which the clock stops early has a plan.
"""

import numpy as np

from onboarding_phases.allocation.matching import highs
from onboarding_phases.allocation.matching.highs import Limits
from onboarding_phases.allocation.matching.prices import Losses
from onboarding_phases.allocation.matching.problems import Ints, Problem
from onboarding_phases.allocation.matching.programs import FINE, Costs, chosen, program
from onboarding_phases.allocation.matching.relaxations import Relaxed

WHOLE = 1 - 1e-6
"""Who is taken by one partner so far is not shared out."""

PAIRS = 2
"""So many pairs per customer of the month, those that lose least, are open to the rest."""


def sketch(
    problem: Problem, relaxed: Relaxed, judged: Losses, aim: int, *, loose: float, missed: float, limits: Limits
) -> Ints | None:
    """A plan in which all but a share of the customers taken whole, `loose`, stay where the relaxation puts them.

    Those who lose least by it may move. None when the time was up before there was a plan.
    """
    kept = _kept(problem, relaxed, judged, loose)
    rest = problem.settled(kept)
    waiting = np.ones(len(problem.weight), dtype=bool)
    waiting[problem.customer[kept]] = False
    pairs = np.nonzero(waiting[problem.customer] & (problem.slots <= rest.capacity[problem.partner]))[0]
    pairs = pairs[judged.pair[pairs] <= _cut(judged.pair[pairs], PAIRS * len(problem.weight))]
    costs = Costs.of_losses(problem, judged, pairs, missed)
    costs.unplaced[~waiting] = 0
    still = aim - int(problem.weight[~waiting].sum())
    answer = highs.solve(program(rest, pairs, still, costs.times(FINE), whole=True), limits)
    if not answer.found:
        return None
    plan = chosen(problem, pairs, answer.x)
    plan[problem.customer[kept]] = kept
    return plan


def _kept(problem: Problem, relaxed: Relaxed, judged: Losses, loose: float) -> Ints:
    """The pairs that stay: taken whole, and dearest to give up."""
    whole = relaxed.pairs[relaxed.share > WHOLE]
    others = judged.pair.copy()
    others[whole] = np.iinfo(np.int64).max
    dearness = np.full(len(problem.weight), np.iinfo(np.int64).max)
    np.minimum.at(dearness, problem.customer, others)
    order = np.argsort(dearness[problem.customer[whole]], kind="stable")
    return np.sort(whole[order[int(loose * len(whole)) :]])


def _cut(losses: Ints, wanted: int) -> int:
    """The loss up to which there are about so many."""
    if wanted >= len(losses):
        return int(losses.max(initial=0))
    return int(np.partition(losses, wanted)[wanted])
