"""Invented values for the gallery."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reader:
    """Who reads."""

    name: str
    role_label: str
    firm_name: str | None


@dataclass(frozen=True)
class Entry:
    """An entry of the top bar."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Link:
    """The inbox."""

    href: str
    count: int


@dataclass(frozen=True)
class Step:
    """One phase of six."""

    name: str
    state: str
    word: str | None = None
    lines: list[str] = field(default_factory=list)
    href: str | None = None


READER = Reader("蓮見 千尋", "CS責任者", "ソラノベ")
NAMES = ["キックオフ", "業務整理", "設定・移行", "運用説明", "試験運用", "本稼働"]
NAVIGATION = {
    "ja": [
        "ホーム",
        "顧客・引き継ぎ",
        "オンボーディング",
        "割り当て",
        "パートナー",
        "研修・認定",
        "レポート",
    ],
    "en": ["Home", "Customers and handoffs", "Onboardings", "Allocation", "Partners", "Training", "Reports"],
}


def navigation(locale: str) -> list[Entry]:
    names = NAVIGATION[locale]
    paths = ["/", "/customers", "/onboardings", "/allocations", "/partners", "/training", "/reports"]
    return [Entry(name, path, path == "/onboardings") for name, path in zip(names, paths, strict=True)]


def steps(states: str) -> list[Step]:
    words = {
        "d": "done",
        "c": "current",
        "l": "late",
        "s": "submitted",
        "r": "returned",
        "h": "hold",
        "k": "skipped",
        "t": "todo",
    }
    return [Step(name, words[state]) for name, state in zip(NAMES, states, strict=True)]


STRIPS = [
    steps(states) for states in ("ddddlt", "dddctt", "dstttt", "dddrtt", "ddhttt", "ddcktt", "tttttt", "dddddd")
]
TRACK = [
    Step("キックオフ", "done", lines=["10/7完了・期日10/8"]),
    Step("業務整理", "done", lines=["10/26完了・期日10/27"]),
    Step("設定・移行", "done", "2日遅れて完了", ["11/17完了・期日11/15"]),
    Step("運用説明", "current", lines=["期日12/5"], href="#phase-4"),
    Step("試験運用", "todo", lines=["期日12/20"]),
    Step("本稼働", "todo", lines=["期日1/4"]),
]


@dataclass(frozen=True)
class Row:
    """A row of the collection."""

    name: str
    phases: list[Step]
    net: int
    gross: int
    task: str
    side: str
    level: str
    reason: str
    partner: str


ROWS = [
    Row(
        "株式会社サザナミ水産",
        STRIPS[0],
        93,
        102,
        "試験運用の差異表",
        "partner",
        "high",
        "18日遅れ",
        "キリハタBPO",
    ),
    Row(
        "株式会社ミズキ製菓",
        STRIPS[1],
        49,
        54,
        "税区分の確認",
        "vendor",
        "medium",
        "予測91日",
        "ひのき台会計",
    ),
    Row(
        "有限会社カワベ木工",
        STRIPS[4],
        24,
        35,
        "移行を再開",
        "hold",
        "medium",
        "保留11日（上限30日）",
        "松風みらい",
    ),
    Row(
        "株式会社フナデ電設",
        STRIPS[5],
        78,
        78,
        "月次締めの立ち会い",
        "customer",
        "low",
        "予測86日",
        "あかね橋",
    ),
]
