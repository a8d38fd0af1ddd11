"""Placing one customer more by moving any number of others, with the fewest moves: a whole-numbered program."""

from dataclasses import dataclass

import numpy as np

from onboarding_phases.allocation.matching.highs import Limits, Program, solve
from onboarding_phases.allocation.matching.problems import Ints, Problem

TAKEN = 0.5
LIKING = 0.5
"""Less than a move: the firm that is liked best is taken where moves are equal."""


@dataclass(frozen=True)
class Reshuffle:
    """What may change in a plan."""

    chosen: Ints
    pairs: Ints
    """Where the customers who may move could be, where they are included."""
    free: Ints
    effort: int
    """Of the customer who is to be placed."""
    firms: tuple[int, ...]
    """Where it may go, the best liked first."""
    extra: int
    """So many slots may be given, all at one firm."""


@dataclass(frozen=True, slots=True)
class Room:
    """A place for the customer: at which firm, after which moves (a customer's row, its new firm)."""

    firm: int
    moves: tuple[tuple[int, int], ...]
    given_at: int
    """Where the extra slots are, if any are needed."""


def reshuffled(problem: Problem, wanted: Reshuffle) -> Room | None:
    """The way with the fewest moves; None where there is none."""
    answer = solve(_program(problem, wanted), Limits())
    if not answer.found:
        return None
    begin, end = len(wanted.pairs), len(wanted.pairs) + len(wanted.firms)
    taken = wanted.pairs[answer.x[:begin] > TAKEN]
    moved = taken[wanted.chosen[problem.customer[taken]] != taken]
    firm = wanted.firms[int(answer.x[begin:end].argmax())]
    given = answer.x[end:]
    return Room(
        firm=firm,
        moves=tuple(zip(problem.customer[moved].tolist(), problem.partner[moved].tolist(), strict=True)),
        given_at=int(given.argmax()) if given.max(initial=0) > TAKEN else firm,
    )


def _program(problem: Problem, wanted: Reshuffle) -> Program:
    """Columns: the pairs, the customer's firms, and per firm whether it gives the slots.

    Rows: every customer once and the new one, every firm's slots, and one firm at most that gives.
    """
    pairs, firms, count = wanted.pairs, np.array(wanted.firms), len(problem.capacity)
    owners, owner = np.unique(problem.customer[pairs], return_inverse=True)
    people = len(owners) + 1
    stay = wanted.chosen[problem.customer[pairs]] == pairs
    held = np.bincount(problem.partner[pairs[stay]], weights=problem.slots[pairs[stay]], minlength=count)
    rows = np.concatenate(
        [
            np.column_stack([owner, people + problem.partner[pairs]]).ravel(),
            np.column_stack([np.full(len(firms), people - 1), people + firms]).ravel(),
            np.column_stack([people + np.arange(count), np.full(count, people + count)]).ravel(),
        ]
    )
    entries = np.ones(len(rows))
    entries[1 : 2 * len(pairs) : 2] = problem.slots[pairs]
    entries[2 * len(pairs) + 1 : 2 * (len(pairs) + len(firms)) : 2] = wanted.effort
    entries[2 * (len(pairs) + len(firms)) :: 2] = -wanted.extra
    columns = len(rows) // 2
    return Program(
        cost=np.concatenate(
            [np.where(stay, 0.0, 1.0), LIKING * np.arange(len(firms)) / len(firms), np.zeros(count)]
        ),
        low=np.zeros(columns),
        high=np.concatenate([np.ones(len(pairs) + len(firms)), np.full(count, float(wanted.extra > 0))]),
        row_low=np.concatenate([np.ones(people), np.full(count + 1, -np.inf)]),
        row_high=np.concatenate([np.ones(people), wanted.free + held, [1.0]]),
        starts=np.arange(0, len(rows) + 1, 2, dtype=np.int32),
        rows=rows.astype(np.int32),
        entries=entries,
        whole=columns,
    )
