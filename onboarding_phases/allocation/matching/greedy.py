"""A plan by a simple rule, to set beside the best one: whoever is first in line takes the best firm with room.

In line stand the pinned first, then whoever weighs most, then whoever pays most, then by code. Each takes, of the
eligible firms that still have room, the one with the highest score, ties in the firms' order, or is left.
Nobody moves for anybody else, and no promised volume is looked at.
"""

from dataclasses import replace

import numpy as np

from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.problems import NOBODY, Solution


def greedy(plan: Plan) -> Plan:
    """The simple rule on the same input; its bounds are those that were proven."""
    problem = plan.problem
    chosen = np.full(len(plan.customers), NOBODY, dtype=np.int64)
    free = problem.capacity.copy()
    for pinned, partner in plan.pins.items():
        pair = plan.pair(pinned, partner)
        chosen[plan.row_of[pinned]] = pair
        free[problem.partner[pair]] -= problem.slots[pair]
    line = sorted(plan.customers, key=lambda each: (-each.priority, -each.annual_value, each.code))
    for customer in line:
        row = plan.row_of[customer.code]
        if customer.code in plan.pins:
            continue
        pairs = np.arange(problem.first[row], problem.first[row + 1])
        roomy = pairs[problem.slots[pairs] <= free[problem.partner[pairs]]]
        if len(roomy):
            best = int(roomy[np.argmax(problem.score[roomy])])
            chosen[row] = best
            free[problem.partner[best]] -= problem.slots[best]
    known = plan.solution
    weight, value = problem.placed_weight(chosen), problem.value(chosen)
    return replace(plan, solution=Solution(chosen, weight, value, known.weight_bound, known.value_bound))
