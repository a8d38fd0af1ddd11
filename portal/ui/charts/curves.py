"""Shares that rise by steps, as Kaplan and Meier estimate them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.ui.charts.lines import Frame, axes, end_labels, make_frame
from portal.ui.charts.scales import Scale, ticks
from portal.ui.charts.style import drawing, label, mark

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A share over days: (day, share from then on), in order; `band` holds (day, low, high).

    `censored` are the days on which a case left the sight of the curve without the event; the line ends at
    `seen_until`, beyond which nobody was seen.
    """

    label: str
    points: Sequence[Point]
    band: Sequence[tuple[float, float, float]] = ()
    censored: Sequence[float] = ()
    seen_until: float | None = None


def step_curve(
    title: str,
    curves: Sequence[Curve],
    *,
    x_max: float,
    x_mark: float | None = None,
    x_mark_label: str = "",
    x_text: Callable[[float], str] = "{:g}".format,
    y_text: Callable[[float], str] = "{:.0%}".format,
    width: int = 560,
    height: int = 240,
) -> Markup:
    """Draw shares from 0 to 1 over days from 0; `x_mark` is the day that matters, the X of the rate."""
    frame = make_frame((0, 1), y_text, [curve.label for curve in curves], width, height)
    x = Scale(0, x_max, frame.left, frame.right)
    days = [tick for tick in ticks(0, x_max, 6) if tick != x_mark]
    marks = [axes(frame, (0, 1), y_text)]
    marks += [label(x_text(day), x(day), frame.bottom + 18, anchor="middle") for day in _clear(days, x, x_mark)]
    marks += [_band(curve, x, frame.y, x_max) for curve in curves if curve.band]
    if x_mark is not None:
        marks += _mark_of_x(frame, x(x_mark), x_mark_label or x_text(x_mark))
    for n, curve in reversed(list(enumerate(curves, 1))):
        marks += [_steps(curve, n, x, frame.y, x_max), *_censored(curve, n, x, frame.y)]
    marks += end_labels(frame, [(curve.label, share_at(curve.points, _end(curve, x_max))) for curve in curves])
    return drawing(title, width, height, *marks, look="chart chart-t")


def share_at(points: Sequence[Point], day: float) -> float:
    """The share on a day: that of the last step by then, 0 before the first."""
    return next((share for at, share in reversed(points) if at <= day), 0.0)


def _end(curve: Curve, x_max: float) -> float:
    return x_max if curve.seen_until is None else min(curve.seen_until, x_max)


def _clear(days: Sequence[float], x: Scale, x_mark: float | None) -> list[float]:
    return [day for day in days if x_mark is None or abs(x(day) - x(x_mark)) > 32]


def _mark_of_x(frame: Frame, x: float, text: str) -> list[Markup]:
    line = mark("line", "ref-d", x1=x, x2=x, y1=frame.top, y2=frame.bottom)
    return [line, label(text, x, frame.bottom + 18, "ct-b", "middle")]


def _steps(curve: Curve, n: int, x: Scale, y: Scale, x_max: float) -> Markup:
    end = _end(curve, x_max)
    path = [f"M{x(0):.1f} {y(0):.1f}"]
    for day, share in curve.points:
        if day <= end:
            path.append(f"H{x(day):.1f}V{y(share):.1f}")
    path.append(f"H{x(end):.1f}")
    return mark("path", f"ln-{n}", d="".join(path))


def _censored(curve: Curve, n: int, x: Scale, y: Scale) -> list[Markup]:
    """A short upright stroke on the curve where a case was last seen."""
    seen = [(x(day), y(share_at(curve.points, day))) for day in curve.censored if day <= x.high]
    return [
        mark("line", f"ln-{n}", x1=at, x2=at, y1=level - 4, y2=level + 4, stroke_width=1, stroke_dasharray=None)
        for at, level in seen
    ]


def _band(curve: Curve, x: Scale, y: Scale, x_max: float) -> Markup:
    last = _end(curve, x_max)
    rows = [row for row in curve.band if row[0] <= last]
    ends = [day for day, _, _ in rows[1:]] + [last]
    there = [
        f"{x(at):.1f},{y(high):.1f}" for (day, _, high), end in zip(rows, ends, strict=True) for at in (day, end)
    ]
    back = [
        f"{x(at):.1f},{y(low):.1f}"
        for (day, low, _), end in reversed(list(zip(rows, ends, strict=True)))
        for at in (end, day)
    ]
    return mark("polygon", "band", points=" ".join(there + back))
