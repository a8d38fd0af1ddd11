"""Trends: lines with direct labels, an interval as a band, a comparison as dashes, a target in black."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from portal.ui.charts.scales import Scale, spread, text_width, thinned, ticks
from portal.ui.charts.style import drawing, label, mark

Values = Sequence[float | None]


@dataclass(frozen=True)
class Series:
    """One line: the text that stands at its end, and its values; None where there is none."""

    label: str
    values: Values


@dataclass(frozen=True)
class Band:
    """An interval around the first line."""

    low: Values
    high: Values


@dataclass(frozen=True)
class Frame:
    """The area in which a chart draws, between its axes."""

    left: float
    right: float
    top: float
    bottom: float
    y: Scale


def line_chart(
    title: str,
    series: Sequence[Series],
    x_labels: Sequence[str],
    *,
    band: Band | None = None,
    reference: float | None = None,
    y_range: tuple[float, float] = (0, 100),
    y_text: Callable[[float], str] = "{:g}".format,
    width: int = 560,
    height: int = 220,
) -> Markup:
    """Draw up to five lines over the same points in time; `title` is the finding as a sentence."""
    frame = make_frame(y_range, y_text, [line.label for line in series], width, height)
    x = Scale(0, max(len(x_labels) - 1, 1), frame.left, frame.right)
    marks = [axes(frame, y_range, y_text), *_month_labels(frame, x, x_labels)]
    if band:
        marks.append(_band(band, x, frame.y))
    if reference is not None:
        marks.append(
            mark("line", "ref", x1=frame.left, x2=frame.right, y1=frame.y(reference), y2=frame.y(reference))
        )
    marks += [_line(line, n, x, frame.y) for n, line in reversed(list(enumerate(series, 1)))]
    marks += end_labels(frame, [(line.label, _last(line.values)) for line in series])
    return drawing(title, width, height, *marks, look="chart chart-t")


def sparkline(title: str, values: Values, *, width: int = 88, height: int = 24) -> Markup:
    """A trend in a table's cell, its last value as a dot; it has no axis, so the table states the numbers."""
    known = [value for value in values if value is not None]
    if not known:
        return drawing(title, width, height, look="spark")
    x = Scale(0, max(len(values) - 1, 1), 4, width - 4)
    y = Scale(min(known), max(known), height - 4, 4) if max(known) > min(known) else Scale(0, 2, height - 4, 4)
    shift = 0.0 if max(known) > min(known) else 1 - known[0]
    moved = [None if value is None else value + shift for value in values]
    last = max(n for n, value in enumerate(moved) if value is not None)
    dot = mark("circle", "dot-1", cx=x(last), cy=y(moved[last] or 0.0), r=2.5)
    return drawing(title, width, height, *_strokes(moved, 1, x, y), dot, look="spark")


def make_frame(
    y_range: tuple[float, float],
    y_text: Callable[[float], str],
    end_texts: Sequence[str],
    width: float,
    height: float,
) -> Frame:
    """Leave room for the numbers at the left, the labels at the right and the row of names below."""
    numbers = max(text_width(y_text(tick)) for tick in ticks(*y_range))
    names = max((text_width(text) for text in end_texts), default=0.0)
    bottom = height - 26.0
    return Frame(numbers + 10, width - names - 14, 10.0, bottom, Scale(*y_range, bottom, 10.0))


def axes(frame: Frame, y_range: tuple[float, float], y_text: Callable[[float], str]) -> Markup:
    """A line and its number for each round value; the lowest is the axis."""
    marks = []
    for tick in ticks(*y_range):
        y = frame.y(tick)
        look = "axis" if tick == y_range[0] else "grid-l"
        marks.append(mark("line", look, x1=frame.left, x2=frame.right, y1=y, y2=y))
        marks.append(label(y_text(tick), frame.left - 6, y + 4, anchor="end"))
    return Markup().join(marks)


def end_labels(frame: Frame, ends: Sequence[tuple[str, float | None]]) -> list[Markup]:
    """The names of the lines, beside their last values and clear of each other."""
    named = [(n, text, frame.y(value)) for n, (text, value) in enumerate(ends, 1) if value is not None]
    places = spread([y for _, _, y in named], 16, frame.top, frame.bottom)
    return [label(text, frame.right + 8, y + 4, f"ct-{n}") for (n, text, _), y in zip(named, places, strict=True)]


def dot(n: int, x: float, y: float) -> Markup:
    """The mark of the n-th series: each has its own shape."""
    look = f"dot-{n}"
    match n:
        case 1:
            return mark("circle", look, cx=x, cy=y, r=3)
        case 2:
            return mark("rect", look, x=x - 3, y=y - 3, width=6, height=6)
        case 3:
            return mark("path", look, d=f"M{x:.1f} {y - 4:.1f}l4 7h-8z")
        case 4:
            return mark("path", look, d=f"M{x:.1f} {y - 4:.1f}l4 4-4 4-4-4z")
        case _:
            return mark("rect", look, x=x - 4, y=y - 1.5, width=8, height=3)


def _month_labels(frame: Frame, x: Scale, texts: Sequence[str]) -> list[Markup]:
    step = x(1) - x(0)
    return [label(texts[n], x(n), frame.bottom + 18, anchor="middle") for n in thinned(texts, step)]


def _line(line: Series, n: int, x: Scale, y: Scale) -> Markup:
    dots = [dot(n, x(at), y(value)) for at, value in enumerate(line.values) if value is not None]
    return Markup().join([*_strokes(line.values, n, x, y), *dots])


def _strokes(values: Values, n: int, x: Scale, y: Scale) -> list[Markup]:
    """One stroke for each run of known values: a gap stays a gap."""
    runs = groupby(enumerate(values), key=lambda pair: pair[1] is not None)
    known = [[(at, value) for at, value in run if value is not None] for is_known, run in runs if is_known]
    return [
        mark("polyline", f"ln-{n}", points=" ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in run))
        for run in known
        if len(run) > 1
    ]


def _band(band: Band, x: Scale, y: Scale) -> Markup:
    both = [
        (x(at), y(low), y(high))
        for at, (low, high) in enumerate(zip(band.low, band.high, strict=True))
        if low is not None and high is not None
    ]
    there = [f"{at:.1f},{high:.1f}" for at, _, high in both]
    back = [f"{at:.1f},{low:.1f}" for at, low, _ in reversed(both)]
    return mark("polygon", "band", points=" ".join(there + back))


def _last(values: Values) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)
