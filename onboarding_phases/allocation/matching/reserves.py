"""Slots kept for firms that are new to a product: a hard row, beside placed weight, before any score.

Weight goes first: of the plans that place the most weight, so many slots go to new firms as are wanted or as can be,
and of those plans the one with the greatest value is taken. One program over all pairs; months in which the best
plan keeps the reserve anyway never come here.
"""

import math
import time
from dataclasses import replace
from math import inf

import numpy as np

from onboarding_phases.allocation.matching import highs
from onboarding_phases.allocation.matching.highs import Limits, Program
from onboarding_phases.allocation.matching.problems import NOBODY, Flags, Ints, Problem, Solution
from onboarding_phases.allocation.matching.programs import FINE, Costs, chosen, program
from onboarding_phases.allocation.matching.solver import SURE, TOLERANCE, solve
from onboarding_phases.allocation.matching.values import MICRO
from onboarding_phases.allocation.matching.watching import Watch


def reserve(
    problem: Problem,
    found: Solution,
    fresh: Flags,
    share: float,
    *,
    seconds: float = inf,
    watch: Watch | None = None,
) -> Problem:
    """The problem with a share of the slots that a plan places kept for the pairs marked, or as many as can be.

    `found` is the best plan without a reserve; no plan places more weight.
    """
    placed = found.chosen[found.chosen != NOBODY]
    wanted = math.ceil(share * int(problem.slots[placed].sum()) - TOLERANCE)
    marked = replace(problem, fresh=fresh, reserved=0)
    if marked.fresh_slots(placed) >= wanted:
        return replace(marked, reserved=wanted)
    gained = np.where(fresh, problem.slots, 0).astype(float)
    nothing = Costs.weight_alone(problem)
    costs = replace(nothing, pair=-gained, missed=inf)
    pairs = np.arange(len(problem.customer))
    written = program(problem, pairs, found.weight, costs, whole=True)
    answer = highs.solve(written, Limits(seconds=seconds, watch=watch or Watch()))
    most = marked.fresh_slots(_placed(chosen(problem, pairs, answer.x))) if answer.found else 0
    return replace(marked, reserved=min(wanted, max(most, marked.fresh_slots(placed))))


def solve_reserved(problem: Problem, *, seconds: float = inf, watch: Watch | None = None) -> Solution:
    """The choice that keeps the reserve with the greatest weight and, of those, the greatest value.

    Nobody is placed where no choice keeps it.
    """
    deadline = time.monotonic() + seconds
    watch = watch or Watch()
    free = solve(replace(problem, reserved=0), seconds=seconds, watch=watch)
    if problem.fresh_slots(_placed(free.chosen)) >= problem.reserved:
        return free
    weighed = _weighed(problem, free.weight_bound, Limits(seconds=deadline - time.monotonic(), watch=watch))
    if weighed is None:
        nobody = np.full(len(problem.weight), NOBODY, dtype=np.int64)
        return Solution(nobody, 0, problem.value(nobody), free.weight_bound, max(free.value_bound, 0))
    reached, most = weighed
    limits = Limits(
        seconds=deadline - time.monotonic(), watch=watch, options={"mip_abs_gap": FINE * _step(problem) / MICRO / 2}
    )
    pairs = np.arange(len(problem.customer))
    weight = problem.placed_weight(reached)
    costs = Costs.plain(problem, inf).times(FINE)
    answer = highs.solve(_with_row(problem, program(problem, pairs, weight, costs, whole=True)), limits)
    watch.raise_failure()
    best = chosen(problem, pairs, answer.x) if answer.found else reached
    value = problem.value(best)
    bound = _best_value(problem, answer.bound / FINE) if answer.found else free.value_bound
    return Solution(best, weight, value, most, max(bound, value))


def _weighed(problem: Problem, aim: int, limits: Limits) -> tuple[Ints, int] | None:
    """A choice of the greatest weight that keeps the reserve, and the bound of it; None where there is none."""
    pairs = np.arange(len(problem.customer))
    written = program(problem, pairs, aim, Costs.weight_alone(problem), whole=True)
    limits = replace(limits, options={"mip_abs_gap": 1 - TOLERANCE})
    answer = highs.solve(_with_row(problem, written), limits)
    if not answer.found:
        return None
    return chosen(problem, pairs, answer.x), aim - math.ceil(answer.bound - TOLERANCE)


def _with_row(problem: Problem, written: Program) -> Program:
    """The program with one row more: the marked pairs take the reserve at least."""
    marked = np.nonzero(problem.fresh)[0]
    ends = written.starts[marked + 1]
    added = np.zeros(len(written.starts) - 1, dtype=np.int32)
    added[marked] = 1
    starts = written.starts + np.append(0, added.cumsum()).astype(np.int32)
    return replace(
        written,
        row_low=np.append(written.row_low, float(problem.reserved)),
        row_high=np.append(written.row_high, np.inf),
        starts=starts.astype(np.int32),
        rows=np.insert(written.rows, ends, len(written.row_low)).astype(np.int32),
        entries=np.insert(written.entries, ends, problem.slots[marked].astype(float)),
    )


def _best_value(problem: Problem, points: float) -> int:
    """The greatest value that a bound of the cost, in points, leaves: values are whole steps."""
    step = _step(problem)
    most = math.floor((-points * MICRO + SURE * step) / step) * step
    return most - problem.penalty * problem.unkeepable


def _step(problem: Problem) -> int:
    return max(int(np.gcd.reduce(np.append(problem.score, problem.penalty))), 1)


def _placed(choice: Ints) -> Ints:
    placed: Ints = choice[choice != NOBODY]
    return placed
