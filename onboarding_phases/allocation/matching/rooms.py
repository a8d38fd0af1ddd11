"""Whether one customer more can be placed while everybody who is placed stays placed, decided exactly.

Tried from cheap to dear: as things are; after one move; a count of the slots within reach, which can only say no;
and last a small program over all moves within reach, which decides.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onboarding_phases.allocation.matching.moves import Moves
from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem
from onboarding_phases.allocation.matching.reshuffles import Reshuffle, Room, reshuffled

MOST_PAIRS = 20_000
"""With more pairs within reach the last step is left out; then a longer chain of moves may be missed."""


class Rooms:
    """The room that one plan has, or would have with some slots more at one firm."""

    def __init__(self, problem: Problem, chosen: Ints, pinned: Sequence[int]) -> None:
        self.problem = problem
        self.chosen = chosen
        self.moves = Moves(problem, chosen, pinned)

    def find(self, effort: int, firms: Sequence[int], extra: int = 0) -> Room | None:
        """Where a customer of this effort fits at one of these firms, of which the first is liked best.

        So many extra slots may be given, all at one firm. None where there is no way.
        """
        if not firms:
            return None
        lacking = {firm: effort - int(self.moves.free[firm]) for firm in firms}
        for firm in firms:
            if lacking[firm] <= extra:
                return Room(firm, (), firm)
        for firm in firms:
            if found := self.moves.first(firm, lacking[firm], extra):
                return Room(firm, ((found.customer, found.firm),), found.given_at)
        return self._by_longer_ways(effort, firms, extra)

    def _by_longer_ways(self, effort: int, firms: Sequence[int], extra: int) -> Room | None:
        within = np.logical_or.reduce(self._reach[list(firms)], axis=0)
        if int(self.moves.free[within].sum()) + extra < effort:
            return None  # whoever is at these firms can go to no others, and they have too few slots for all
        pairs = np.nonzero(self._movable & within[self._origin])[0]
        if len(pairs) > MOST_PAIRS:
            return None
        return reshuffled(self.problem, Reshuffle(self.chosen, pairs, self.moves.free, effort, tuple(firms), extra))

    @cached_property
    def _movable(self) -> NDArray[np.bool_]:
        """The pairs of customers who are placed and not pinned."""
        placed = self.chosen != NOBODY
        placed[list(self.moves.pinned)] = False
        movable: NDArray[np.bool_] = placed[self.problem.customer]
        return movable

    @cached_property
    def _origin(self) -> Ints:
        """Per pair the firm at which its customer is; of no meaning for those who are not placed."""
        if not len(self.problem.customer):
            return self.problem.partner
        origin: Ints = self.problem.partner[np.where(self.chosen == NOBODY, 0, self.chosen)[self.problem.customer]]
        return origin

    @cached_property
    def _reach(self) -> NDArray[np.bool_]:
        """Firm x firm: whether customers can pass on from one to the other, over any number of firms."""
        count = len(self.problem.capacity)
        reach = np.eye(count, dtype=np.float32)
        reach[self._origin[self._movable], self.problem.partner[self._movable]] = 1
        while True:
            further = np.minimum(reach @ reach, 1)
            if (further == reach).all():
                return reach > 0
            reach = further
