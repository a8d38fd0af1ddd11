"""A search that can be looked at while it goes on, and ended before it is done."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import Literal, TypeAlias

Phase: TypeAlias = Literal["pricing", "searching", "explaining"]
EVERY = 2.0
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: the best plan so far, and what no plan can surpass."""

    phase: Phase = "pricing"
    weight: int = 0
    value: int = 0
    """In millionths of a point."""
    weight_bound: int | None = None
    value_bound: int | None = None

    @property
    def gap(self) -> float | None:
        """The most by which a plan can be better, as a share of the bound; None while nothing is known."""
        if self.weight_bound is None or self.value_bound is None:
            return None
        pairs = ((self.weight, self.weight_bound), (self.value, self.value_bound))
        return max((bound - found) / max(abs(bound), 1) for found, bound in pairs)


class Watch:
    """Hears of a search from time to time, and says whether it is to end.

    `look` is called at most every few seconds, from inside the search; what it raises ends the search and is raised
    again once the solver has let go. A watch without `look` changes nothing at all.
    """

    def __init__(self, look: Callable[[Progress], bool] | None = None, *, every: float = EVERY) -> None:
        self.look = look
        self.every = every
        self.progress = Progress()
        self.settled = (0, 0)
        """Weight and value of what was fixed before the search began; it is added to what is told."""
        self._next = -inf
        self._stopped = False
        self._failure: Exception | None = None

    @property
    def is_stopped(self) -> bool:
        return self._stopped or self._failure is not None

    def tell(self, **found: object) -> None:
        """Take in what was found, and look if it is time."""
        self.progress = replace(self.progress, **found)  # type: ignore[arg-type]  # names are those of the fields
        self.tick()

    def tick(self) -> bool:
        """Look if it is time; whether the search is to end. Never raises."""
        now = time.monotonic()
        if self.look is None or self.is_stopped or now < self._next:
            return self.is_stopped
        self._next = now + self.every
        try:
            self._stopped = self.look(self.whole())
        except Exception as failure:
            self._failure = failure
        return self.is_stopped

    def look_now(self, **found: object) -> None:
        """Take in what was found, and look at once.

        Raises:
            Exception: what looking raised.
        """
        self._next = -inf
        self.tell(**found)
        self.raise_failure()

    def raise_failure(self) -> None:
        """Raise again what a look raised, now that the solver has let go."""
        if self._failure is not None:
            raise self._failure

    def whole(self) -> Progress:
        """What was found together with what was fixed before."""
        weight, value = self.settled
        told = self.progress
        return replace(
            told,
            weight=told.weight + weight,
            value=told.value + value,
            weight_bound=None if told.weight_bound is None else told.weight_bound + weight,
            value_bound=None if told.value_bound is None else told.value_bound + value,
        )
