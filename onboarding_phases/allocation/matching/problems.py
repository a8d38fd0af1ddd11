"""The bare problem below an allocation: pairs with a score and slots, and what a solver gives back.

It is the generalized assignment problem with optional jobs: a customer may take different slots at different
partners, so that the published benchmark sets fit in as they are.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOBODY = -1
"""In place of a pair: the customer stays without a partner."""


@dataclass(frozen=True)
class Problem:
    """Place customers so that first the placed weight, then score less penalties is the greatest."""

    weight: Ints
    """Per customer, at least 1: what placing it counts."""
    capacity: Ints
    """Slots per partner, 0 or more."""
    minimum: Ints
    """Slots per partner below which each missing one costs `penalty`."""
    penalty: int
    customer: Ints
    """Per pair, ascending; pairs of one customer stand together."""
    partner: Ints
    """Per pair, ascending within a customer."""
    score: Ints
    slots: Ints
    """Per pair, at least 1."""
    reserved: int = 0
    """Slots that pairs marked `fresh` must take together."""
    fresh: Flags = field(default_factory=lambda: np.empty(0, dtype=bool))
    """Per pair, where slots are reserved; otherwise empty."""

    @cached_property
    def first(self) -> Ints:
        """Per customer, and one more: where its pairs begin."""
        begins = np.searchsorted(self.customer, np.arange(len(self.weight) + 1))
        return begins.astype(np.int64)

    @cached_property
    def unkeepable(self) -> int:
        """Slots promised beyond the capacities: they are missing in every plan."""
        return int(np.maximum(self.minimum - self.capacity, 0).sum())

    def only(self, pairs: Ints) -> "Problem":
        """The same problem with these pairs alone, in their order."""
        part = {name: getattr(self, name)[pairs] for name in ("customer", "partner", "score", "slots")}
        return replace(self, **part, fresh=self.fresh[pairs] if len(self.fresh) else self.fresh)

    def settled(self, pairs: Ints) -> "Problem":
        """The same problem with the slots of these pairs given away; the pairs of their customers stay listed."""
        taken = np.bincount(self.partner[pairs], weights=self.slots[pairs], minlength=len(self.capacity))
        return replace(
            self,
            capacity=self.capacity - taken.astype(np.int64),
            minimum=np.maximum(self.minimum - taken.astype(np.int64), 0),
            reserved=max(self.reserved - self.fresh_slots(pairs), 0) if self.reserved else 0,
        )

    def fresh_slots(self, pairs: Ints) -> int:
        """The slots of these pairs, as far as they are marked."""
        return int(self.slots[pairs[self.fresh[pairs]]].sum())

    def loads(self, chosen: Ints) -> Ints:
        """Slots taken at each partner, given a pair or `NOBODY` per customer."""
        pairs = chosen[chosen != NOBODY]
        taken = np.bincount(self.partner[pairs], weights=self.slots[pairs], minlength=len(self.capacity))
        return taken.astype(np.int64)

    def shortfalls(self, chosen: Ints) -> Ints:
        missing: Ints = np.maximum(self.minimum - self.loads(chosen), 0)
        return missing

    def placed_weight(self, chosen: Ints) -> int:
        return int(self.weight[chosen != NOBODY].sum())

    def value(self, chosen: Ints) -> int:
        """Score less penalties, in the unit of `score`."""
        score = int(self.score[chosen[chosen != NOBODY]].sum())
        return score - self.penalty * int(self.shortfalls(chosen).sum())


@dataclass(frozen=True)
class Solution:
    """The best choice found, and the best that any choice could reach."""

    chosen: Ints
    """Per customer a pair or `NOBODY`."""
    weight: int
    value: int
    weight_bound: int
    """No choice places more."""
    value_bound: int
    """No choice that places as much as this one has a greater value."""

    @property
    def optimal(self) -> bool:
        return self.weight == self.weight_bound and self.value == self.value_bound

    @property
    def gap(self) -> float:
        """The greater of the two aims' relative distances to its bound; 0 when optimal."""
        return max(_distance(self.weight, self.weight_bound), _distance(self.value, self.value_bound))


def _distance(found: int, bound: int) -> float:
    return (bound - found) / max(abs(bound), 1)
