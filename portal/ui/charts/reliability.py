"""What was predicted against what came: on the diagonal, every prediction held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.ui.charts.bars import PHONE
from portal.ui.charts.lines import axes, dot, make_frame
from portal.ui.charts.scales import Scale, text_width, ticks
from portal.ui.charts.style import drawing, label, mark


@dataclass(frozen=True)
class Group:
    """Some predictions together: their mean, the share that came true, and its interval; all between 0 and 1."""

    predicted: float
    observed: float
    low: float
    high: float


def reliability(
    title: str,
    groups: Sequence[Group],
    *,
    x_label: str = "",
    text: Callable[[float], str] = "{:.0%}".format,
    width: int = 420,
    height: int = 300,
    look: str = "chart",
) -> Markup:
    """Draw groups of predictions from 0 to 1 against what came, each with its interval, and the diagonal."""
    frame = make_frame((0, 1), text, [], width, height - (18 if x_label else 0))
    # The last number stands in the middle below the end of the axis.
    x = Scale(0, 1, frame.left, frame.right - text_width(text(1)) / 2)
    marks = [axes(frame, (0, 1), text)]
    marks += [label(text(share), x(share), frame.bottom + 18, anchor="middle") for share in ticks(0, 1)]
    if x_label:
        marks.append(label(x_label, (frame.left + frame.right) / 2, height - 6, "ct-s", "middle"))
    marks.append(mark("line", "ref-d", x1=x(0), x2=x(1), y1=frame.y(0), y2=frame.y(1)))
    for group in groups:
        at = x(group.predicted)
        marks.append(mark("line", "cn-1", x1=at, x2=at, y1=frame.y(group.low), y2=frame.y(group.high)))
        marks.append(dot(1, at, frame.y(group.observed)))
    return drawing(title, width, height, *marks, look=look)


def screen_reliability(title: str, groups: Sequence[Group], *, x_label: str = "") -> Markup:
    """The same for a page: drawn wide, and again for phones, where half of it says nothing."""
    wide = reliability(title, groups, x_label=x_label, look="chart wide-only")
    narrow = "chart chart-n phone-only"
    return wide + reliability(title, groups, x_label=x_label, width=PHONE, height=PHONE - 40, look=narrow)
