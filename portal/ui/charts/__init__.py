"""Charts drawn on the server as SVG: the same drawing on a page, without scripts, and on paper.

The first argument of each is the finding as a sentence; texts come ready for the reader.
"""

from portal.ui.charts.bars import (
    Bar,
    MonthDemand,
    MonthLoad,
    bar_chart,
    capacity_bars,
    demand_bars,
    funnel,
    score_bar,
    screen_bars,
    units,
)
from portal.ui.charts.curves import Curve, step_curve
from portal.ui.charts.lines import Band, Series, line_chart, sparkline
from portal.ui.charts.maps import HeatCell, HeatRow, Place, Region, heat, tier_field, tier_map
from portal.ui.charts.radar import radar
from portal.ui.charts.reliability import Group, reliability, screen_reliability

__all__ = [
    "Band",
    "Bar",
    "Curve",
    "Group",
    "HeatCell",
    "HeatRow",
    "MonthDemand",
    "MonthLoad",
    "Place",
    "Region",
    "Series",
    "bar_chart",
    "capacity_bars",
    "demand_bars",
    "funnel",
    "heat",
    "line_chart",
    "radar",
    "reliability",
    "score_bar",
    "screen_bars",
    "screen_reliability",
    "sparkline",
    "step_curve",
    "tier_field",
    "tier_map",
    "units",
]
