"""Which placed customer could change firm so that another has room, for all firms at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem


@dataclass(frozen=True, slots=True)
class Found:
    """A placed customer, by row, that moves to another firm; some firm may have to give slots."""

    customer: int
    firm: int
    given_at: int
    """Where the extra slots are, if any are needed."""


@dataclass(frozen=True)
class _Options:
    """Moves, grouped by the firm that the customer leaves."""

    begins: Ints
    """Per firm, and one more."""
    pair: Ints
    settled: NDArray[np.bool_]
    """It fits into the other firm as that is; else only with the extra slots."""


class Moves:
    """The moves of one plan."""

    def __init__(self, problem: Problem, chosen: Ints, pinned: Sequence[int]) -> None:
        self.problem = problem
        self.chosen = chosen
        self.pinned = pinned
        self._options: dict[int, _Options] = {}

    @cached_property
    def free(self) -> Ints:
        """Free slots per partner."""
        left: Ints = self.problem.capacity - self.problem.loads(self.chosen)
        return left

    def first(self, firm: int, lacking: int, extra: int) -> Found | None:
        """The first move that frees so many slots at a firm, given so many more at it or at the other firm."""
        options = self._with(extra)
        group = slice(options.begins[firm], options.begins[firm + 1])
        pairs, settled = options.pair[group], options.settled[group]
        slots = self.problem.slots[self.chosen[self.problem.customer[pairs]]]
        enough = (slots >= lacking) | (settled & (slots + extra >= lacking))
        if not enough.any():
            return None
        place = int(enough.argmax())
        other = int(self.problem.partner[pairs[place]])
        return Found(int(self.problem.customer[pairs[place]]), other, firm if settled[place] else other)

    def _with(self, extra: int) -> _Options:
        if extra not in self._options:
            self._options[extra] = self._found(extra)
        return self._options[extra]

    def _found(self, extra: int) -> _Options:
        problem = self.problem
        movable = self.chosen != NOBODY
        movable[list(self.pinned)] = False
        present = np.where(movable, self.chosen, 0)[problem.customer] if len(problem.customer) else self.chosen[:0]
        left = self.free[problem.partner] - problem.slots
        other = problem.partner != problem.partner[present]
        pairs = np.nonzero(movable[problem.customer] & other & (left + extra >= 0))[0]
        origin = problem.partner[present[pairs]]
        order = np.argsort(origin, kind="stable")
        begins = np.searchsorted(origin[order], np.arange(len(problem.capacity) + 1))
        return _Options(begins.astype(np.int64), pairs[order], left[pairs[order]] >= 0)
