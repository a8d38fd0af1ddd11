"""Invented charts, one of each kind."""

from __future__ import annotations

from markupsafe import Markup

from portal.ui.charts import (
    Band,
    Bar,
    Curve,
    Group,
    HeatCell,
    HeatRow,
    MonthDemand,
    MonthLoad,
    Place,
    Region,
    Series,
    bar_chart,
    capacity_bars,
    demand_bars,
    funnel,
    heat,
    line_chart,
    radar,
    reliability,
    score_bar,
    sparkline,
    step_curve,
    tier_map,
    units,
)

MONTHS = ["11月", "12月", "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月"]
RATE = [63.6, 66.7, 66.7, 69.2, 71.4, 71.4, 73.3, 75.0, 75.0, 76.5, 82.4, 83.3]
EVERYONE = [66.1, 66.4, 66.8, 67.0, 67.2, 67.5, 67.7, 69.1, 70.4, 71.1, 71.6, 72.4]
BAND = Band([value - 26 for value in RATE], [min(value + 15, 96) for value in RATE])


def charts(width: int = 560) -> dict[str, Markup]:
    """All of them; half a sheet of paper is 320 wide."""
    return {**trends(width), **shares(width), **amounts(width), **places(width)}


def trends(width: int) -> dict[str, Markup]:
    return {
        "line": line_chart(
            "90日稼働率は1年で20ポイント上がりました",
            [Series("83.3%", RATE), Series("全体72.4%", EVERYONE)],
            MONTHS,
            band=BAND,
            width=width,
        ),
        "five": line_chart(
            "五つの系列は線種と印で見分けられます",
            [Series(f"系列{n}", [50 - n * 8 + m * 3 for m in range(6)]) for n in range(1, 6)],
            MONTHS[:6],
            y_range=(0, 60),
            reference=45,
        ),
        "spark": sparkline("5月から10月に上がりました", [63, 66, None, 71, 75, 83]),
    }


def shares(width: int) -> dict[str, Markup]:
    return {
        "curve": step_curve(
            "90日目までに80.6%が稼働する見込みです",
            [
                Curve(
                    "ひのき台",
                    [
                        (48, 0.06),
                        (56, 0.17),
                        (62, 0.3),
                        (68, 0.5),
                        (75, 0.66),
                        (84, 0.78),
                        (88, 0.806),
                        (104, 0.87),
                    ],
                    band=[(0, 0, 0), (48, 0, 0.2), (62, 0.14, 0.5), (75, 0.42, 0.82), (88, 0.6, 0.93)],
                    censored=[51, 70, 92],
                ),
                Curve(
                    "全体",
                    [(40, 0.03), (60, 0.22), (70, 0.51), (80, 0.62), (90, 0.709), (100, 0.76), (115, 0.8)],
                ),
            ],
            x_max=120,
            x_mark=90,
            x_mark_label="90日",
            x_text=lambda day: f"{day:g}日",
            width=width,
        ),
        "funnel": funnel(
            "フェーズ3で9件が止まっています",
            [
                Bar("1 キックオフ", 48, "48件", tone="accent"),
                Bar("2 業務整理", 41, "41件", tone="accent"),
                Bar("3 設定・移行", 32, "32件", tone="accent"),
                Bar("4 運用説明", 21, "21件", tone="accent"),
            ],
        ),
        "score": score_bar("得点の内訳：合計79.5", [34.7, 19.8, 15, 5, 5, 0], width=200),
    }


def amounts(width: int) -> dict[str, Markup]:
    return {
        "bars": bar_chart(
            "設定・移行の遅れがもっとも多い",
            [
                Bar("1 キックオフ", 100, "100%（14/14）", 96),
                Bar("2 業務整理", 93, "93%（13/14）", 90),
                Bar("3 設定・移行", 69, "69%（9/13）", 76, tone="late"),
                Bar("4 運用説明", 77, "77%（10/13）", 80),
            ],
            maximum=100,
            width=width,
        ),
        "capacity": capacity_bars(
            "1月に6枠足りません",
            [
                MonthLoad("12月", 8, 19, 7, "27/34", 27),
                MonthLoad("1月", 4, 6, 18, "10/28", 34),
                MonthLoad("2月", 2, 0, 30, "2/32", 20),
                MonthLoad("3月", 0, 0, 31, "0/31"),
            ],
        ),
        "demand": demand_bars(
            "1月に6枠足りません",
            [
                MonthDemand("12月", 24, 29, "+5", 22, 27, base=20),
                MonthDemand("1月", 34, 28, "-6", 30, 38, base=30),
                MonthDemand("2月", 20, None, ""),
            ],
        ),
        "reliability": reliability(
            "5つの区分のうち4つで見込みどおり",
            [Group(0.42, 0.5, 0.35, 0.65), Group(0.61, 0.55, 0.4, 0.7), Group(0.82, 0.6, 0.45, 0.74)],
            x_label="見込み",
        ),
        "units": units("枠：受託済み2、提案中3、残り1", 2, 3, 1),
    }


def places(width: int) -> dict[str, Markup]:
    return {
        "heat": heat(
            "12月は満枠、2月から空きがあります",
            ["12月", "1月", "2月", "3月", "4月", "5月"],
            [
                HeatRow("会計", [HeatCell(f"{used} / 4", used / 4) for used in (4, 3, 2, 1, 0, 0)]),
                HeatRow("給与", [HeatCell(f"{used} / 3", used / 3) for used in (3, 3, 0, 1, 0, 0)]),
            ],
            width=width,
        ),
        "radar": radar(
            "知識は高く、人数に不安があります",
            [
                "業務と製品の知識",
                "進行管理",
                "対話",
                "開始時の人数",
                "安定した受け入れ",
                "伸びる意欲",
                "理念の一致",
            ],
            [
                Series("蓮見さんの評価", [5, 4, 4, 2, 3, 5, 4]),
                Series("梶谷さんの評価", [4, 4, 3, 2, 2, 4, 5]),
            ],
        ),
        "tiers": tier_map(
            "ランク4まで提供価値があと2.4点です",
            Place("いま（81.2、75.6）", 81.2, 75.6),
            [Place("2025年下期", 64.1, 60.3), Place("2026年上期", 74.5, 70.8)],
            [
                Region("1 登録", 30, 30),
                Region("2 認定", 50, 50),
                Region("3 上級", 65, 65),
                Region("4 専門", 78, 78),
                Region("5 首席", 88, 88),
            ],
            x_axis="自走力",
            y_axis="提供価値",
            low=30,
            aim=(81.2, 78),
            width=min(width, 520),
        ),
    }
