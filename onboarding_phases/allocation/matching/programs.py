"""The problem, or a part of its pairs, written as a program for HiGHS.

Columns: the pairs, then per customer "unplaced", per partner its missing slots, per partner its other free
slots, and last the weight missed below the aim. Rows: each customer once, each partner's slots, the weight.
"""

from dataclasses import dataclass
from math import inf, isinf

import numpy as np
from numpy.typing import NDArray

from onboarding_phases.allocation.matching.highs import Program, Vector
from onboarding_phases.allocation.matching.prices import Losses
from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem
from onboarding_phases.allocation.matching.values import MICRO

TAKEN = 0.5

FINE = 1_000
"""Whole-numbered programs count in thousandths of a point: a millionth is then far more than HiGHS may be off by.

In points it is no more than that, and of two plans that differ by a millionth the worse could pass for the best.
"""


@dataclass(frozen=True)
class Costs:
    """What each column costs, in points."""

    pair: Vector
    unplaced: Vector
    missing: Vector
    free: Vector
    missed: float
    """Per weight that the plan places below the aim; infinite where it must reach it."""

    @classmethod
    def plain(cls, problem: Problem, missed: float = inf) -> "Costs":
        """Scores and penalties as they are."""
        customers, partners = len(problem.weight), len(problem.capacity)
        return cls(
            pair=-problem.score / MICRO,
            unplaced=np.zeros(customers),
            missing=np.full(partners, problem.penalty / MICRO),
            free=np.zeros(partners),
            missed=missed,
        )

    @classmethod
    def of_losses(cls, problem: Problem, judged: Losses, pairs: Ints, missed: float) -> "Costs":
        """What these pairs, and leaving customers or slots, lose against the bound."""
        return cls(
            pair=judged.pair[pairs] / MICRO,
            unplaced=judged.unplaced / MICRO,
            missing=(judged.slack + problem.penalty) / MICRO,
            free=judged.slack / MICRO,
            missed=missed,
        )

    @classmethod
    def weight_alone(cls, problem: Problem) -> "Costs":
        """Nothing counts but the weight."""
        customers, partners = len(problem.weight), len(problem.capacity)
        nothing = np.zeros(partners)
        return cls(np.zeros(len(problem.customer)), np.zeros(customers), nothing, nothing, 1.0)

    def times(self, factor: float) -> "Costs":
        """The same costs, counted in a smaller unit."""
        return Costs(
            pair=self.pair * factor,
            unplaced=self.unplaced * factor,
            missing=self.missing * factor,
            free=self.free * factor,
            missed=self.missed * factor,
        )


@dataclass(frozen=True)
class Columns:
    """Some columns of a program's matrix."""

    starts: NDArray[np.int32]
    """One more than there are columns."""
    rows: NDArray[np.int32]
    entries: Vector


def program(problem: Problem, pairs: Ints, aim: int, costs: Costs, *, whole: bool) -> Program:
    """Place so that the weight reaches the aim as far as it can, at the least cost.

    `costs.pair` are those of `pairs`, or of all pairs.
    """
    customers = len(problem.weight)
    must = isinf(costs.missed)
    kept = np.minimum(problem.minimum, problem.capacity)
    unplaced = float(problem.weight.sum() - aim)
    most = np.concatenate([kept, problem.capacity - kept, np.array([0 if must else aim])])
    high = np.concatenate([np.ones(len(pairs) + customers), most])
    sides = np.concatenate([np.ones(customers), problem.capacity, np.array([unplaced])])
    per_pair = costs.pair if len(costs.pair) == len(pairs) else costs.pair[pairs]
    missed = np.array([0.0 if must else costs.missed])
    columns = _joined(shape(problem, pairs), _others(problem))
    return Program(
        cost=np.concatenate([per_pair, costs.unplaced, costs.missing, costs.free, missed]),
        low=np.zeros(len(high)),
        high=high,
        row_low=sides,
        row_high=sides,
        starts=columns.starts,
        rows=columns.rows,
        entries=columns.entries,
        whole=len(pairs) if whole else 0,
    )


def shape(problem: Problem, pairs: Ints) -> Columns:
    """The columns of pairs: once in the customer's row, with its slots in the partner's."""
    rows = np.empty(2 * len(pairs), dtype=np.int32)
    rows[0::2] = problem.customer[pairs]
    rows[1::2] = problem.partner[pairs] + len(problem.weight)
    entries = np.ones(2 * len(pairs))
    entries[1::2] = problem.slots[pairs]
    return Columns(np.arange(0, len(rows) + 1, 2, dtype=np.int32), rows, entries)


def _others(problem: Problem) -> Columns:
    """The columns behind the pairs."""
    customers, partners = len(problem.weight), len(problem.capacity)
    weight_row = customers + partners
    rows = np.empty(2 * customers + 2 * partners + 1, dtype=np.int32)
    rows[0 : 2 * customers : 2] = np.arange(customers)
    rows[1 : 2 * customers : 2] = weight_row
    rows[2 * customers : -1] = np.tile(customers + np.arange(partners), 2)
    rows[-1] = weight_row
    entries = np.ones(len(rows))
    entries[1 : 2 * customers : 2] = problem.weight
    entries[-1] = -1
    lengths = np.repeat([2, 1], [customers, 2 * partners + 1])
    return Columns(np.append(0, lengths.cumsum()).astype(np.int32), rows, entries)


def _joined(left: Columns, right: Columns) -> Columns:
    starts = np.append(left.starts[:-1], right.starts + left.starts[-1]).astype(np.int32)
    return Columns(starts, np.append(left.rows, right.rows), np.append(left.entries, right.entries))


def chosen(problem: Problem, pairs: Ints, x: Vector) -> Ints:
    """Per customer the pair that a whole-numbered solution takes, or `NOBODY`."""
    found = np.full(len(problem.weight), NOBODY, dtype=np.int64)
    taken = pairs[x[: len(pairs)] > TAKEN]
    found[problem.customer[taken]] = taken
    return found


def point(problem: Problem, pairs: Ints, choice: Ints, aim: int) -> Vector | None:
    """A choice as a solution of the program over these pairs; None where it takes another pair."""
    placed = choice[choice != NOBODY]
    if not np.isin(placed, pairs).all():
        return None
    taken = np.zeros(len(pairs))
    taken[np.searchsorted(pairs, placed)] = 1
    load = problem.loads(choice)
    missing = np.maximum(np.minimum(problem.minimum, problem.capacity) - load, 0)
    missed = np.array([aim - problem.placed_weight(choice)])
    return np.concatenate([taken, choice == NOBODY, missing, problem.capacity - load - missing, missed])
