"""Amounts: bars from zero, each with its number beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from portal.ui.charts.scales import Scale, ceiling, text_width, ticks
from portal.ui.charts.style import drawing, label, mark

PHONE = 300
TICK = "M3.5 8.2 6.5 11.2 12.2 5"


@dataclass(frozen=True)
class Bar:
    """One amount: its name, value, the text at its end, and what it is compared with.

    `tone` is done, accent, soft or late.
    """

    label: str
    value: float
    text: str
    reference: float | None = None
    tone: str = "done"


@dataclass(frozen=True)
class MonthLoad:
    """The slots of one month: taken, reserved by open offers, still free; and those that are asked for."""

    label: str
    accepted: float
    reserved: float
    free: float
    text: str
    demand: float | None = None


@dataclass(frozen=True)
class MonthDemand:
    """What is expected of one month against what is there: None where nobody has said yet.

    `low` and `high` are the range of the estimate, `base` what is compared with.
    """

    label: str
    expected: float
    there: float | None
    text: str
    low: float | None = None
    high: float | None = None
    base: float | None = None


LOOK_OF_TONE = {"done": "bar-n", "accent": "bar-1", "soft": "bar-0", "late": "bar-late"}


def screen_bars(
    title: str, bars: Sequence[Bar], *, maximum: float | None = None, width: int = 560, row: int = 28
) -> Markup:
    """The bars of a page: drawn wide, and again for phones, where half of a bar without its number says nothing."""
    wide = bar_chart(title, bars, maximum=maximum, width=width, row=row, look="chart wide-only")
    return wide + bar_chart(title, bars, maximum=maximum, width=PHONE, row=row, look="chart chart-n phone-only")


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    maximum: float | None = None,
    width: int = 560,
    row: int = 28,
    look: str = "chart",
) -> Markup:
    """Draw horizontal bars from zero; a black line on a bar is what it is compared with."""
    left = max((text_width(bar.label) for bar in bars), default=0.0) + 10
    right = max((text_width(bar.text) for bar in bars), default=0.0) + 10
    top = maximum or ceiling([max(bar.value, bar.reference or 0.0) for bar in bars])
    x = Scale(0, top, left, width - right)
    rows = [_bar_row(bar, x, n * row, row) for n, bar in enumerate(bars)]
    return drawing(title, width, max(len(bars), 1) * row, *rows, look=look)


def funnel(title: str, bars: Sequence[Bar], *, width: int = 560) -> Markup:
    """Draw how many got past each step: bars of one scale, joined so that the loss between them shows."""
    row = 36
    left = max((text_width(bar.label) for bar in bars), default=0.0) + 10
    right = max((text_width(bar.text) for bar in bars), default=0.0) + 10
    x = Scale(0, max([bar.value for bar in bars], default=1.0) or 1.0, left, width - right)
    marks = [_bar_row(bar, x, n * row, 26) for n, bar in enumerate(bars)]
    for n, (bar, after) in enumerate(pairwise(bars)):
        y = n * row + 22
        corners = [(x(0), y), (x(bar.value), y), (x(after.value), y + 18), (x(0), y + 18)]
        marks.insert(0, mark("polygon", "band", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)))
    return drawing(title, width, max(len(bars), 1) * row, *marks)


def capacity_bars(title: str, months: Sequence[MonthLoad], *, width: int = 560, height: int = 200) -> Markup:
    """Draw slots by month: taken below, reserved above, free in outline; demand as a black line."""
    top = ceiling([max(m.accepted + m.reserved + m.free, m.demand or 0.0) for m in months])
    bottom = height - 24.0
    y = Scale(0, top, bottom, 22.0)
    left = text_width(f"{top:g}") + 12
    step = (width - left) / max(len(months), 1)
    marks = [_level(value, y, left, width) for value in ticks(0, top) if value == int(value)]
    marks += [_month(month, left + step * (n + 0.5), min(step * 0.56, 48), y) for n, month in enumerate(months)]
    return drawing(title, width, height, *marks)


def demand_bars(title: str, months: Sequence[MonthDemand], *, width: int = 560, height: int = 220) -> Markup:
    """Draw what is expected by month as bars, what is there as black lines; what is missing stands out above them.

    A thin upright line is the range of the estimate, a dashed one what is compared with.
    """
    top = ceiling([max(m.expected, m.there or 0.0, m.high or 0.0, m.base or 0.0) for m in months])
    bottom = height - 24.0
    y = Scale(0, top, bottom, 22.0)
    left = text_width(f"{top:g}") + 12
    step = (width - left) / max(len(months), 1)
    marks = [_level(value, y, left, width) for value in ticks(0, top) if value == int(value)]
    marks += [_demand(month, left + step * (n + 0.5), min(step * 0.5, 44), y) for n, month in enumerate(months)]
    return drawing(title, width, height, *marks)


def units(title: str, accepted: int, reserved: int, free: int) -> Markup:
    """Draw slots one by one, for a table's cell: taken with a tick, reserved filled, free empty."""
    looks = ["u-as"] * accepted + ["u-pr"] * reserved + ["u-fr"] * free
    marks = []
    for n, look in enumerate(looks):
        inset = 0.5 if look == "u-fr" else 0.0
        side = 15.0 - 2 * inset
        marks.append(mark("rect", look, x=n * 18 + inset, y=inset, width=side, height=side, rx=2))
        if look == "u-as":
            marks.append(mark("path", "ps-mark", d=TICK, transform=f"translate({n * 18} 0)"))
    return drawing(title, max(len(looks) * 18 - 3, 1), 16, *marks, look="units")


def score_bar(title: str, parts: Sequence[float], *, maximum: float = 100, width: int = 200) -> Markup:
    """Draw the parts of a score, up to six, in their fixed order; one hue from dark to light."""
    marks = [mark("rect", "m-bg", width=width, height=12)]
    at = 0.0
    for n, part in enumerate(parts, 1):
        wide = part / maximum * width
        if wide > 0:
            marks.append(mark("rect", f"p{n}", x=at, width=max(wide - 1, 0.5), height=12))
        at += wide
    return drawing(title, width, 12, *marks, look="score")


def _bar_row(bar: Bar, x: Scale, top: float, row: float) -> Markup:
    middle = top + row / 2
    tall = min(row - 10, 18)
    marks = [
        label(bar.label, 0, middle + 4),
        mark("rect", "m-bg", x=x(0), y=middle - tall / 2, width=x.end - x.start, height=tall),
        mark(
            "rect",
            LOOK_OF_TONE[bar.tone],
            x=x(0),
            y=middle - tall / 2,
            width=x(bar.value) - x(0),
            height=tall,
        ),
        label(bar.text, x.end + 8, middle + 4, "ct-b" if bar.tone == "late" else "ct"),
    ]
    if bar.reference is not None:
        at = x(bar.reference)
        marks.append(mark("line", "ref", x1=at, x2=at, y1=middle - tall / 2 - 3, y2=middle + tall / 2 + 3))
    return Markup().join(marks)


def _level(value: float, y: Scale, left: float, width: float) -> Markup:
    look = "axis" if value == 0 else "grid-l"
    line = mark("line", look, x1=left, x2=width, y1=y(value), y2=y(value))
    return line + label(f"{value:g}", left - 6, y(value) + 4, anchor="end")


def _month(month: MonthLoad, middle: float, wide: float, y: Scale) -> Markup:
    left = middle - wide / 2
    marks, level = [], 0.0
    for amount, look in ((month.accepted, "u-as"), (month.reserved, "u-pr"), (month.free, "u-fr")):
        if amount > 0:
            height = y(level) - y(level + amount)
            marks.append(mark("rect", look, x=left, y=y(level + amount), width=wide, height=height))
        level += amount
    if month.demand is not None:
        at = y(month.demand)
        marks.append(mark("line", "ref", x1=left - 6, x2=left + wide + 6, y1=at, y2=at))
    highest = min(y(level), y(month.demand or 0.0))
    marks.append(label(month.text, middle, highest - 6, "ct-b", "middle"))
    marks.append(label(month.label, middle, y(0) + 18, anchor="middle"))
    return Markup().join(marks)


def _demand(month: MonthDemand, middle: float, wide: float, y: Scale) -> Markup:
    left, right = middle - wide / 2, middle + wide / 2
    covered = month.expected if month.there is None else min(month.expected, month.there)
    marks = [mark("rect", "bar-0", x=left, y=y(covered), width=wide, height=y(0) - y(covered))]
    over = month.expected - covered
    if over > 0:
        marks.append(mark("rect", "bar-late", x=left, y=y(month.expected), width=wide, height=y(0) - y(over)))
    if month.low is not None and month.high is not None and month.high > month.low:
        marks.append(mark("line", "ref-d", x1=middle, x2=middle, y1=y(month.low), y2=y(month.high)))
    for value, look in ((month.base, "ref-d"), (month.there, "ref")):
        if value is not None:
            marks.append(mark("line", look, x1=left - 6, x2=right + 6, y1=y(value), y2=y(value)))
    highest = max(month.expected, month.there or 0.0, month.high or 0.0, month.base or 0.0)
    marks.append(label(month.text, middle, y(highest) - 6, "ct-b", "middle"))
    marks.append(label(month.label, middle, y(0) + 18, anchor="middle"))
    return Markup().join(marks)
