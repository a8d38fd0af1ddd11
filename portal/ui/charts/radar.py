"""A profile over several criteria."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from markupsafe import Markup

from portal.ui.charts.lines import Series, dot
from portal.ui.charts.style import drawing, label, mark

SMALLEST = 3


def radar(
    title: str, axes: Sequence[str], series: Sequence[Series], *, maximum: int = 5, width: int = 420
) -> Markup:
    """Draw up to five profiles over the same criteria, at least three; their names stand below.

    Raises:
        ValueError: fewer than three criteria make no area, or a profile has not one value for each.
    """
    if len(axes) < SMALLEST or any(len(line.values) != len(axes) for line in series):
        raise ValueError("a radar needs three criteria or more, and one value of each profile for each")
    radius, middle, centre = width * 0.29, width / 2, width * 0.29 + 34
    height = centre + radius + 34 + 20 * len(series)

    def place(n: int, value: float) -> tuple[float, float]:
        angle = 2 * pi * n / len(axes) - pi / 2
        far = radius * value / maximum
        return middle + far * cos(angle), centre + far * sin(angle)

    rings = [_ring([place(n, level) for n in range(len(axes))], level) for level in range(1, maximum + 1)]
    spokes = [_spoke((middle, centre), place(n, maximum)) for n in range(len(axes))]
    names = [_name(text, *place(n, maximum * 1.1), middle) for n, text in enumerate(axes)]
    profiles = [
        _profile([place(m, value or 0) for m, value in enumerate(line.values)], n)
        for n, line in reversed(list(enumerate(series, 1)))
    ]
    keys = [_key(line.label, n, centre + radius + 30 + 20 * n) for n, line in enumerate(series, 1)]
    return drawing(title, width, height, *rings, *spokes, *names, *profiles, *keys, look="chart chart-n")


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _ring(corners: Sequence[tuple[float, float]], level: int) -> Markup:
    x, y = corners[0]
    outline = mark("polygon", "grid-l", points=_path(corners), fill="none")
    return outline + label(str(level), x + 4, y + 12, "ct-s")


def _spoke(start: tuple[float, float], end: tuple[float, float]) -> Markup:
    return mark("line", "grid-l", x1=start[0], y1=start[1], x2=end[0], y2=end[1])


def _name(text: str, x: float, y: float, middle: float) -> Markup:
    anchor = "middle" if abs(x - middle) < 2 else "start" if x > middle else "end"
    return label(text, x, y + 4, anchor=anchor)


def _profile(corners: Sequence[tuple[float, float]], n: int) -> Markup:
    area = mark("polygon", "area-1", points=_path(corners)) if n == 1 else Markup()
    outline = mark("polygon", f"ln-{n}", points=_path(corners))
    return Markup().join([area, outline, *(dot(n, x, y) for x, y in corners)])


def _key(text: str, n: int, y: float) -> Markup:
    line = mark("line", f"ln-{n}", x1=4, x2=32, y1=y - 4, y2=y - 4)
    return Markup().join([line, dot(n, 18, y - 4), label(text, 42, y)])
