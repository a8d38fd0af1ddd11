"""Places: load by month as a heat map, and a firm on the map of tiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from portal.ui.charts.labelling import Box, beside
from portal.ui.charts.scales import Scale, text_width
from portal.ui.charts.style import drawing, label, mark

HEAT_STEPS = (0.0, 0.3, 0.6, 0.995)


@dataclass(frozen=True)
class HeatCell:
    """What a cell says, and how full it is: 0 is empty, 1 is full."""

    text: str
    load: float


@dataclass(frozen=True)
class HeatRow:
    """A row of cells, one under each column's name."""

    label: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class Region:
    """A tier as an area of the map: from these values of both axes on."""

    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Place:
    """Where a firm stands, or stood."""

    label: str
    x: float
    y: float


def heat(title: str, columns: Sequence[str], rows: Sequence[HeatRow], *, width: int = 560) -> Markup:
    """Draw a table of loads; each cell says its numbers, and the darker it is the fuller it is."""
    left = max((text_width(row.label) for row in rows), default=0.0) + 12
    step = (width - left) / max(len(columns), 1)
    marks = [label(name, left + step * (n + 0.5), 14, anchor="middle") for n, name in enumerate(columns)]
    for n, row in enumerate(rows):
        top = 22 + n * 36
        marks.append(label(row.label, 0, top + 21))
        marks += [_cell(cell, left + step * m, top, step) for m, cell in enumerate(row.cells)]
    return drawing(title, width, 22 + len(rows) * 36, *marks)


def heat_level(load: float) -> int:
    """Which of the five shades a load has: empty, up to 30 %, up to 60 %, less than full, full."""
    return sum(load > step for step in HEAT_STEPS)


def tier_map(
    title: str,
    point: Place,
    trail: Sequence[Place],
    regions: Sequence[Region],
    *,
    x_axis: str,
    y_axis: str,
    low: float = 0,
    high: float = 100,
    aim: tuple[float, float] | None = None,
    width: int = 520,
) -> Markup:
    """Draw a firm on the two axes, with the tiers, lowest first, as regions, and where it has come from.

    A dashed line leads to `aim`, the nearest place of the next tier. A word that would cover another one is left
    out, its place never is; the latest is said first.
    """
    height = width - 24
    x = Scale(low, high, 40.0, width - 16.0)
    y = Scale(low, high, height - 44.0, 24.0)
    marks = [*_regions(regions, x, y), *_edges(regions, x, y), label(y_axis, 0, 12)]
    marks.append(label(x_axis, (x.start + x.end) / 2, height - 6, anchor="middle"))
    path = " ".join(f"{x(place.x):.1f},{y(place.y):.1f}" for place in (*trail, point))
    marks.append(mark("polyline", "trail", points=path))
    marks += [mark("circle", "was", cx=x(place.x), cy=y(place.y), r=4) for place in trail]
    if aim:
        marks.append(mark("line", "aim", x1=x(point.x), y1=y(point.y), x2=x(aim[0]), y2=y(aim[1])))
    marks.append(mark("circle", "now", cx=x(point.x), cy=y(point.y), r=7))
    marks += _words([point, *reversed(trail)], regions, x, y, aim)
    return drawing(title, width, height, *marks, look="chart chart-n")


def tier_field(
    title: str,
    places: Sequence[Place],
    regions: Sequence[Region],
    *,
    x_axis: str,
    y_axis: str,
    low: float = 0,
    high: float = 100,
    width: int = 520,
) -> Markup:
    """Draw many firms on the two axes; a name that would cover another one is left out, its place never is."""
    height = width - 24
    x = Scale(low, high, 40.0, width - 16.0)
    y = Scale(low, high, height - 44.0, 24.0)
    marks = [*_regions(regions, x, y), *_edges(regions, x, y), label(y_axis, 0, 12)]
    marks.append(label(x_axis, (x.start + x.end) / 2, height - 6, anchor="middle"))
    marks += [mark("circle", "was", cx=x(place.x), cy=y(place.y), r=5) for place in places]
    taken: list[tuple[float, float, float]] = []
    for place in places:
        left, right = x(place.x) + 9, x(place.x) + 9 + text_width(place.label)
        line = y(place.y) + 4
        if right <= x.end and not any(_overlap((left, right, line), other) for other in taken):
            taken.append((left, right, line))
            marks.append(label(place.label, left, line, "ct-s"))
    return drawing(title, width, height, *marks, look="chart chart-n")


def _overlap(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < 12


def _cell(cell: HeatCell, left: float, top: float, step: float) -> Markup:
    level = heat_level(cell.load)
    look = "hh" if level == 4 else "hl"
    box = mark("rect", f"h{level}", x=left + 1.5, y=top, width=step - 3, height=33, rx=3)
    return box + label(cell.text, left + step / 2, top + 21, look, "middle")


def _regions(regions: Sequence[Region], x: Scale, y: Scale) -> list[Markup]:
    marks = []
    ends = [*(x(region.x) for region in regions[1:]), x.end]
    for n, (region, end) in enumerate(zip(regions, ends, strict=True), 1):
        left, bottom = x(max(region.x, x.low)), y(max(region.y, y.low))
        area = {"x": left, "y": y.end, "width": x.end - left, "height": bottom - y.end}
        marks += [mark("rect", f"t{min(n, 5)}", **area), mark("rect", "t-edge", **area)]
        marks.append(label(_fitting(region.label, end - left - 12), left + 8, y.end + 18, "ct-b"))
    return marks


def _fitting(text: str, room: float) -> str:
    """The text, or its first word (a tier's number) where there is no room for all of it."""
    return text if text_width(text) <= room or " " not in text else text.split()[0]


def _edges(regions: Sequence[Region], x: Scale, y: Scale) -> list[Markup]:
    """The lines of the tiers as numbers along both axes."""
    across = sorted({x.low, x.high, *(max(region.x, x.low) for region in regions)})
    up = sorted({y.low, y.high, *(max(region.y, y.low) for region in regions)})
    return [
        *(label(f"{value:g}", x(value), y.start + 18, "ct-s", "middle") for value in across),
        *(label(f"{value:g}", x.start - 8, y(value) + 4, "ct-s", "end") for value in up),
    ]


def _words(
    places: Sequence[Place], regions: Sequence[Region], x: Scale, y: Scale, aim: tuple[float, float] | None
) -> list[Markup]:
    """The names of places, the present one first, each where it covers neither another one nor a tier's."""
    spots = [(x(place.x), y(place.y)) for place in places]
    lines = list(pairwise(spots))
    if aim:
        lines.append((spots[0], (x(aim[0]), y(aim[1]))))
    inside = Box(x.start, y.end, x.end, y.start)
    heads = [x(max(region.x, x.low)) + 8 for region in regions]
    taken = [Box(left, y.end + 4, left + 12, y.end + 22) for left in heads]
    taken += [Box.around(spot, 5) for spot in spots]
    found = []
    for n, (place, spot) in enumerate(zip(places, spots, strict=True)):
        stands = beside(place.label, spot, 14 if n == 0 else 10, inside=inside, taken=taken, lines=lines)
        if stands:
            taken.append(stands.box)
            found.append(label(place.label, stands.x, stands.y, "ct" if n else "ct-b", stands.anchor))
    return found
