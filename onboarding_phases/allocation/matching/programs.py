"""The problem, or a part of its pairs, written as a program for HiGHS.

Columns: the pairs, then per customer "unplaced", per partner its missing slots, per partner its other free
slots, and last the weight missed below the aim. Rows: each customer once, each partner's slots, the weight.
"""

from dataclasses import dataclass
from math import isinf

import numpy as np

from onboarding_phases.allocation.matching.highs import Program, Vector
from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem


@dataclass(frozen=True)
class Costs:
    """What each column costs, in points."""

    pair: Vector
    unplaced: Vector
    missing: Vector
    free: Vector
    missed: float
    """Per weight that the plan places below the aim; infinite where it must reach it."""


def program(problem: Problem, pairs: Ints, aim: int, costs: Costs, *, whole: bool) -> Program:
    """Place so that the weight reaches the aim as far as it can, at the least cost."""
    customers, partners = len(problem.weight), len(problem.capacity)
    kept = np.minimum(problem.minimum, problem.capacity)
    unplaced = int(problem.weight.sum()) - aim
    high = [
        np.ones(len(pairs) + customers),
        kept,
        problem.capacity - kept,
        [0 if isinf(costs.missed) else aim],
    ]
    sides = np.concatenate([np.ones(customers), problem.capacity, [unplaced]]).astype(float)
    starts, rows, entries = _matrix(problem, pairs)
    cost = np.concatenate(
        [costs.pair, costs.unplaced, costs.missing, costs.free, [0 if isinf(costs.missed) else costs.missed]]
    )
    return Program(
        cost=cost,
        low=np.zeros(len(cost)),
        high=np.concatenate(high).astype(float),
        row_low=sides,
        row_high=sides,
        starts=starts,
        rows=rows,
        entries=entries,
        whole=len(pairs) if whole else 0,
    )


def _matrix(problem: Problem, pairs: Ints) -> tuple[Ints, Ints, Vector]:
    """Column starts, row numbers and entries of the columns above."""
    customers, partners = len(problem.weight), len(problem.capacity)
    firm_rows = customers + np.arange(partners)
    weight_row = customers + partners
    per_pair = np.column_stack([problem.customer[pairs], customers + problem.partner[pairs]])
    per_customer = np.column_stack([np.arange(customers), np.full(customers, weight_row)])
    rows = [per_pair.ravel(), per_customer.ravel(), firm_rows, firm_rows, [weight_row]]
    slots = np.column_stack([np.ones(len(pairs)), problem.slots[pairs]])
    weights = np.column_stack([np.ones(customers), problem.weight])
    entries = [slots.ravel(), weights.ravel(), np.ones(2 * partners), [-1.0]]
    lengths = np.repeat([2, 1], [len(pairs) + customers, 2 * partners + 1])
    return np.concatenate([[0], lengths.cumsum()]), np.concatenate(rows), np.concatenate(entries)


def chosen(problem: Problem, pairs: Ints, x: Vector) -> Ints:
    """Per customer the pair that a whole-numbered solution takes, or `NOBODY`."""
    found = np.full(len(problem.weight), NOBODY, dtype=np.int64)
    taken = pairs[x[: len(pairs)] > 0.5]
    found[problem.customer[taken]] = taken
    return found
