"""Charts are well-formed, safe, true to their values, and the same on paper."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from portal.ui.charts import (
    Band,
    Bar,
    Curve,
    Group,
    MonthDemand,
    MonthLoad,
    Place,
    Region,
    Series,
    bar_chart,
    capacity_bars,
    demand_bars,
    funnel,
    line_chart,
    radar,
    reliability,
    score_bar,
    screen_bars,
    sparkline,
    step_curve,
    tier_map,
    units,
)
from portal.ui.charts.labelling import ASCENT, DESCENT, Box
from portal.ui.charts.maps import heat_level
from portal.ui.charts.scales import ceiling, spread, text_width, thinned, ticks
from portal.ui.charts.style import LOOKS
from tests.portal.ui.sample_charts import charts

STATIC = Path(__file__).resolve().parents[3] / "portal" / "static"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("&")</script>\'"'


def tree(chart: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(chart))


def of_look(chart: Markup, look: str) -> list[ElementTree.Element]:
    return [part for part in tree(chart).iter() if look in (part.get("class") or "").split()]


def test_every_chart_says_its_finding() -> None:
    drawn = charts()

    assert len(drawn) >= 12
    for chart in drawn.values():
        root = tree(chart)
        assert root.get("role") == "img"
        assert root[0].tag == f"{SVG}title"
        assert root[0].text


def test_every_mark_has_its_colours_as_attributes_for_paper() -> None:
    for chart in charts().values():
        for part in tree(chart).iter():
            if part.tag not in {SVG + "svg", SVG + "title", SVG + "g"}:
                assert part.get("fill") or part.get("stroke"), ElementTree.tostring(part)


def test_no_chart_carries_a_style_or_a_script() -> None:
    for chart in charts().values():
        assert "style=" not in str(chart)
        assert "<script" not in str(chart)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20))
def test_any_text_stays_text(text: str) -> None:
    bars = [Bar(text, 1, text)]

    root = tree(bar_chart(text, bars))

    assert root[0].text == (text or None)
    assert [part.text or "" for part in root.iter(f"{SVG}text")] == [text, text]


def test_markup_in_a_name_is_shown_rather_than_run() -> None:
    chart = str(line_chart(HOSTILE, [Series(HOSTILE, [1, 2])], [HOSTILE, "b"]))

    assert "<script" not in chart
    assert tree(chart)[0].text == HOSTILE


def test_a_bars_length_is_its_share_of_the_axis() -> None:
    chart = bar_chart("t", [Bar("a", 100, ""), Bar("b", 25, "", tone="late"), Bar("c", 0, "")], maximum=100)

    full, none = (float(part.get("width", 0)) for part in of_look(chart, "bar-n"))
    quarter = float(of_look(chart, "bar-late")[0].get("width", 0))
    assert quarter == pytest.approx(full / 4, abs=0.02)
    assert none == 0


def test_a_gap_in_a_trend_stays_a_gap() -> None:
    chart = line_chart("t", [Series("a", [1, 2, None, 3, 4])], list("abcde"), y_range=(0, 5))

    assert len(of_look(chart, "ln-1")) == 2


def test_a_band_encloses_its_line() -> None:
    chart = line_chart("t", [Series("a", [50, 60])], ["1", "2"], band=Band([40, 50], [60, 70]))

    corners = of_look(chart, "band")[0].get("points", "").split()
    heights = [float(corner.split(",")[1]) for corner in corners]
    line = [float(point.split(",")[1]) for point in of_look(chart, "ln-1")[0].get("points", "").split()]
    assert heights[0] < line[0] < heights[-1]
    assert heights[1] < line[1] < heights[2]


def test_a_curve_rises_by_steps_and_marks_the_day_that_matters() -> None:
    chart = step_curve("t", [Curve("a", [(10, 0.5), (20, 1.0)])], x_max=30, x_mark=20, x_mark_label="day 20")

    path = of_look(chart, "ln-1")[0].get("d", "")
    assert (path.count("V"), path.count("H")) == (2, 3)
    assert "day 20" in [part.text for part in tree(chart).iter(f"{SVG}text")]
    assert of_look(chart, "ref-d")


def test_slots_are_drawn_one_by_one() -> None:
    chart = units("t", 2, 3, 1)

    assert [len(of_look(chart, look)) for look in ("u-as", "u-pr", "u-fr")] == [2, 3, 1]


def test_a_prediction_that_held_lies_on_the_diagonal() -> None:
    chart = reliability("t", [Group(0.3, 0.3, 0.2, 0.45), Group(0.8, 0.5, 0.4, 0.6)])

    line = of_look(chart, "ref-d")[0]
    left, right, low, high = (float(line.get(name, 0)) for name in ("x1", "x2", "y1", "y2"))
    dots = [(float(part.get("cx", 0)), float(part.get("cy", 0))) for part in of_look(chart, "dot-1")]
    above = [y - (low + (high - low) * (x - left) / (right - left)) for x, y in dots]
    assert above[0] == pytest.approx(0, abs=0.1)
    assert above[1] > 10  # further down than the diagonal: less came than was predicted


def test_demand_stands_in_red_only_above_what_is_there() -> None:
    chart = demand_bars("t", [MonthDemand("1", 34, 28, "-6", 30, 38, base=40), MonthDemand("2", 20, 28, "+8")])

    covered, free = of_look(chart, "bar-0")
    (over,) = of_look(chart, "bar-late")
    line = float(of_look(chart, "ref")[0].get("y1", 0))
    assert float(covered.get("y", 0)) == pytest.approx(line)
    assert float(over.get("y", 0)) + float(over.get("height", 0)) == pytest.approx(line)
    assert float(over.get("height", 0)) * 28 == pytest.approx(float(covered.get("height", 0)) * 6)
    assert float(free.get("height", 0)) * 34 == pytest.approx(
        (float(covered.get("height", 0)) + float(over.get("height", 0))) * 20
    )


def test_what_nobody_has_stated_yet_is_not_missing() -> None:
    chart = demand_bars("t", [MonthDemand("1", 34, None, "")])

    assert of_look(chart, "bar-late") == of_look(chart, "ref") == []


def test_a_shortage_shows_above_what_is_there() -> None:
    chart = capacity_bars("t", [MonthLoad("1", 4, 6, 18, "10/28", demand=34)])

    demand = float(of_look(chart, "ref")[0].get("y1", 0))
    assert demand < min(float(part.get("y", 0)) for part in of_look(chart, "u-fr"))


def test_the_parts_of_a_score_fill_their_share() -> None:
    chart = score_bar("t", [30, 20, 0, 10], maximum=100, width=200)

    assert [part.get("class") for part in tree(chart)[1:]] == ["m-bg", "p1", "p2", "p4"]
    assert float(of_look(chart, "p4")[0].get("x", 0)) == 100


@pytest.mark.parametrize(("load", "level"), [(0, 0), (0.3, 1), (0.31, 2), (0.75, 3), (1, 4), (1.5, 4)])
def test_five_shades_tell_how_full_a_month_is(load: float, level: int) -> None:
    assert heat_level(load) == level


def test_charts_of_nothing_are_drawn_all_the_same() -> None:
    empty = [
        line_chart("t", [], []),
        sparkline("t", []),
        sparkline("t", [5]),
        bar_chart("t", []),
        funnel("t", []),
        capacity_bars("t", []),
        units("t", 0, 0, 0),
        step_curve("t", [], x_max=90),
    ]

    assert all(tree(chart).get("role") == "img" for chart in empty)


def test_a_radar_needs_three_criteria() -> None:
    with pytest.raises(ValueError, match="three"):
        radar("t", ["a", "b"], [])


@given(st.floats(0.01, 1e6))
def test_an_axis_ends_on_a_round_value_that_holds_all(value: float) -> None:
    top = ceiling([value])

    assert value <= top * (1 + 1e-9)
    assert top <= value * 2.51
    assert ticks(0, top)[-1] == pytest.approx(top)


@given(st.lists(st.floats(0, 200), max_size=5))
def test_labels_are_moved_apart(places: list[float]) -> None:
    moved = sorted(spread(places, 16, 0, 200))

    assert all(after - before >= 16 - 1e-6 for before, after in pairwise(moved))


def test_month_names_that_would_touch_are_left_out() -> None:
    assert thinned(["11月", "12月", "1月", "2月"], 20) == [1, 3]


def test_no_two_series_share_dash_and_colour() -> None:
    lines = [LOOKS[f"ln-{n}"] for n in range(1, 6)]

    assert len({line["stroke_dasharray"] for line in lines}) == 5
    assert len({line["stroke"] for line in lines}) == 5


def test_screen_and_paper_agree_on_every_colour() -> None:
    light = (STATIC / "tokens.css").read_text().split("}")[0]
    tokens = dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{6})", light))
    sheets = "".join((STATIC / f"{name}.css").read_text() for name in ("charts", "components", "pages"))
    rules = dict(re.findall(r"^\.([\w-]+) \{([^}]*)\}", re.sub(r"\} \.", "}\n.", sheets), re.MULTILINE))

    seen = [
        (look, LOOKS[look][name], tokens[token])
        for look in LOOKS
        for name, token in re.findall(r"(fill|stroke): var\((--[a-z0-9-]+)\)", rules.get(look, ""))
        if name in LOOKS[look]
    ]

    assert len(seen) >= 50
    assert [row for row in seen if row[1] != row[2]] == []


def words_of(chart: Markup) -> dict[str, Box]:
    """What each word beside a point of a map covers."""
    found = {}
    for part in tree(chart).iter(f"{SVG}text"):
        text, x, y = part.text or "", float(part.get("x", 0)), float(part.get("y", 0))
        width = text_width(text)
        left = {None: x, "middle": x - width / 2, "end": x - width}[part.get("text-anchor")]
        found[text] = Box(left, y - ASCENT, left + width, y + DESCENT)
    return found


REGIONS = [Region("1 登録", 20, 20), Region("2 認定", 50, 50), Region("3 上級", 65, 65)]


@given(st.lists(st.tuples(st.integers(20, 100), st.integers(20, 100)), min_size=1, max_size=5))
def test_no_word_of_a_map_covers_another_one_or_leaves_it(places: list[tuple[int, int]]) -> None:
    names = [f"2026年{n}月" for n in range(1, len(places) + 1)]
    known = [Place(name, x, y) for name, (x, y) in zip(names, places, strict=True)]
    drawn = tier_map("いま", known[-1], known[:-1], REGIONS, x_axis="自走力", y_axis="提供価値", low=20, width=340)

    words = {text: box for text, box in words_of(drawn).items() if text in names}
    assert len(of_look(drawn, "was")) == len(places) - 1
    assert not [pair for pair in combinations(words.values(), 2) if pair[0].meets(pair[1])]
    assert all(box.left >= 0 and box.right <= 340 for box in words.values())


def test_the_present_place_of_a_map_is_named_beside_an_earlier_one_that_is_near() -> None:
    here, before = Place("77.8 / 26.2", 77.8, 26.2), Place("2026年6月", 81.4, 25.0)
    drawn = tier_map("いま", here, [before], REGIONS, x_axis="自走力", y_axis="提供価値", low=20, width=340)

    assert {here.label, before.label} <= words_of(drawn).keys()


def test_bars_of_a_page_are_drawn_for_phones_too() -> None:
    wide, phone = re.findall(r"<svg.*?</svg>", screen_bars("4が最も多い", [Bar("4", 4, "4件"), Bar("5", 1, "1件")]))

    assert "wide-only" in wide
    assert "phone-only" in phone
    assert all("4件" in drawn and "1件" in drawn for drawn in (wide, phone))
