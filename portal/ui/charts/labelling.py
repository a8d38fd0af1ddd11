"""Where a word stands beside its point, so that it covers no other word, no point and, if it can, no line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.ui.charts.scales import text_width

ASCENT, DESCENT, LINE, SAMPLES = 10.0, 3.0, 14.0, 40
Spot = tuple[float, float]
Line = tuple[Spot, Spot]


@dataclass(frozen=True)
class Box:
    """What a word or a point covers of a drawing."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, spot: Spot, radius: float) -> Box:
        """The box of a point."""
        return cls(spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius)

    def meets(self, other: Box) -> bool:
        """Whether the two lie over each other."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def lies_in(self, other: Box) -> bool:
        """Whether nothing of it stands out of the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    def is_crossed(self, line: Line) -> bool:
        """Whether a straight line runs through it."""
        (x1, y1), (x2, y2) = line
        steps = ((x1 + (x2 - x1) * n / SAMPLES, y1 + (y2 - y1) * n / SAMPLES) for n in range(SAMPLES + 1))
        return any(self.left < x < self.right and self.top < y < self.bottom for x, y in steps)


@dataclass(frozen=True)
class Standing:
    """A word in its place: where its baseline begins, ends or has its middle."""

    x: float
    y: float
    anchor: str
    box: Box


def beside(
    text: str, spot: Spot, gap: float, *, inside: Box, taken: Iterable[Box], lines: Sequence[Line]
) -> Standing | None:
    """The first place round a point that is free; None where each would cover another word or point."""
    kept = list(taken)
    free = [
        one
        for one in _round_about(text, spot, gap)
        if one.box.lies_in(inside) and not any(one.box.meets(other) for other in kept)
    ]
    clear = (one for one in free if not any(one.box.is_crossed(line) for line in lines))
    return next(clear, free[0] if free else None)


def _round_about(text: str, spot: Spot, gap: float) -> list[Standing]:
    (x, y), width = spot, text_width(text)
    starts = {"start": 0.0, "middle": -width / 2, "end": -width}
    places = [
        (x + gap, y + 4, "start"),
        (x - gap, y + 4, "end"),
        (x, y - gap, "middle"),
        (x, y + gap + ASCENT, "middle"),
        (x + gap / 2, y - gap, "start"),
        (x - gap / 2, y - gap, "end"),
        (x + gap / 2, y + gap + ASCENT, "start"),
        (x - gap / 2, y + gap + ASCENT, "end"),
        *((x, line, "middle") for line in (y - gap - LINE, y + gap + ASCENT + LINE)),
    ]
    return [
        Standing(
            at, line, anchor, Box(at + starts[anchor], line - ASCENT, at + starts[anchor] + width, line + DESCENT)
        )
        for at, line, anchor in places
    ]
