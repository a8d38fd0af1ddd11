"""From values to places on paper, and how wide a text is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from unicodedata import east_asian_width

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """A straight line from values to places; `start` may lie right of or below `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low or 1.0
        return self.start + (self.end - self.start) * (value - self.low) / span


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values from low to high, about so many; the ends are among them when they are round."""
    if high <= low:
        return [low]
    step = nice_step((high - low) / about)
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def nice_step(rough: float) -> float:
    """The smallest step of 1, 2, 2.5 or 5 times a power of ten that is no smaller than `rough`."""
    power = 10 ** floor(log10(rough))
    return float(next(step * power for step in STEPS if step * power >= rough - 1e-12))


def ceiling(values: Sequence[float]) -> float:
    """A round end for an axis from zero over these values."""
    top = max([*values, 0.0])
    if top <= 0:
        return 1.0
    step = nice_step(top / 4)
    return ceil(top / step - 1e-9) * step


def text_width(text: str, size: float = 12) -> float:
    """About how wide a text is: Japanese characters are square, others a good half of it."""
    return sum(size if east_asian_width(char) in "WF" else size * 0.58 for char in text)


def thinned(labels: Sequence[str], step: float, size: float = 12) -> list[int]:
    """The positions that can be labelled without touching, counted back from the last."""
    widest = max((text_width(text, size) for text in labels), default=0.0) + 8
    every = max(1, ceil(widest / step)) if step > 0 else 1
    return sorted(range(len(labels) - 1, -1, -every))


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places so that neighbours are a gap apart, in their order and, if it can be, within bounds."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + gap)
    limit = high
    for n in reversed(order):
        moved[n] = min(moved[n], limit)
        limit = moved[n] - gap
    return [max(place, low) for place in moved]
