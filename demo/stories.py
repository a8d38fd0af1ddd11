"""What happened to each customer of the demo's past: drawn from a seed, told day by day by the services later."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from demo.names import INDUSTRIES, company

MONTHS = 18
DUE_DAYS = (7, 21, 40, 60, 75, 90)
SHORTER = {"expenses": 60 / 90}
"""Products whose playbook is shorter than the ninety days in which the stories are told, and by how much."""
WITHDRAWALS = (
    "導入の責任者が退職し、社内で続けられなくなったため",
    "親会社の方針で別の製品にそろえることになったため",
    "繁忙期と重なり、当面の導入を見送ることになったため",
)
HOLDS = {
    "customer": (
        "決算の対応を優先するため",
        "旧システムのデータの準備が間に合わないため",
        "担当の方が長期の休みに入るため",
    ),
    "vendor": ("取り込み機能の不具合の修正を待つため", "契約プランの変更手続きを待つため"),
    "partner": ("担当者の交代の引き継ぎのため", "繁忙期で訪問の日程が取れないため"),
}
MISSING = (
    "議事録に決定事項と期限がありません。追記して再提出してください。",
    "残高の突き合わせ表に差異の理由がありません。理由を記入してください。",
    "受講者の理解度の確認結果が添えられていません。結果を添えてください。",
)


@dataclass(frozen=True)
class Firm:
    """What the stories need to know of a firm."""

    code: str
    quality: float  # how often its customers become active in time
    drift: float  # how much that changes over the months
    products: Sequence[str]
    monthly: float  # onboardings that it starts in a month, on average
    care: float = 0.3  # 0 to 1: how early it sends its work in, and how seldom it comes back


@dataclass(frozen=True)
class Pause:
    """A hold: days are counted from the start, holds included."""

    cause: str
    begins: int
    length: int
    reason: str


@dataclass(frozen=True)
class Step:
    """One phase: calendar days from the start on which it was begun, sent in (perhaps twice) and completed."""

    begun: int
    submissions: tuple[int, ...]
    completed: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """One customer's way through an onboarding. Days are calendar days from the start."""

    number: int
    firm: str
    declined_by: str | None
    name: str
    industry: str
    prefecture: str
    product: str
    effort: int
    employees: int
    annual_value: int
    start_on: date
    steps: tuple[Step, ...]
    active_on: int | None
    withdrawn: tuple[int, str] | None
    pauses: tuple[Pause, ...] = field(default=())


def stories(
    firms: Sequence[Firm], *, months: int, today: date, seed: int, prefectures: Sequence[str]
) -> Iterator[Story]:
    """The stories of so many `months` before today and of the month that begins, in the order of their starts."""
    dice = random.Random(seed)
    number = 0
    for offset in range(months, -1, -1):
        age = months - offset
        month_start = today - timedelta(days=offset * 30)
        starts: list[tuple[date, Firm]] = []
        for firm in firms:
            count = int(firm.monthly) + (dice.random() < firm.monthly % 1)
            starts += [(month_start + timedelta(days=dice.randrange(30)), firm) for _ in range(count)]
        if offset == 0:
            # Asked yesterday, and not answered yet.
            starts += [(today + timedelta(days=13), firm) for firm in (firms[0], firms[0], *firms[3::5])]
        # Whoever starts later than that waits in the sample files.
        starts = [start for start in starts if start[0] <= today + timedelta(days=13)]
        for start_on, firm in sorted(starts, key=lambda pair: (pair[0], pair[1].code)):
            number += 1
            yield _story(dice, number, firm, firms, start_on, age, prefectures)


def _story(
    dice: random.Random,
    number: int,
    firm: Firm,
    firms: Sequence[Firm],
    start_on: date,
    age: int,
    prefectures: Sequence[str],
) -> Story:
    industry = dice.choice(INDUSTRIES)
    chance = min(0.97, max(0.2, firm.quality + firm.drift * age))
    pauses = _pauses(dice)
    product = dice.choice(firm.products)
    length = SHORTER.get(product, 1.0)
    active, withdrawn = _ending(dice, chance)
    shifted = None if active is None else _shift(round(active * length), pauses)
    pace = (active or dice.randrange(85, 125)) / 84 * length
    decliners = [other.code for other in firms if other.code != firm.code]
    return Story(
        number=number,
        firm=firm.code,
        declined_by=dice.choice(decliners) if dice.random() < 0.06 else None,
        name=company(dice, industry),
        industry=industry,
        prefecture=dice.choice(prefectures),
        product=product,
        effort=dice.choice((1, 1, 1, 2, 2, 3)),
        employees=dice.choice((8, 14, 25, 40, 65, 120, 240)),
        annual_value=dice.randrange(12, 360) * 10_000,
        start_on=start_on,
        steps=tuple(_steps(dice, pace, pauses, firm.care)),
        active_on=shifted,
        withdrawn=withdrawn,
        pauses=pauses,
    )


def _ending(dice: random.Random, chance: float) -> tuple[int | None, tuple[int, str] | None]:
    """The net day of activation, and the day and reason of a withdrawal."""
    if dice.random() < chance:
        return min(90, max(48, round(dice.gauss(76, 9)))), None
    fate = dice.random()
    if fate < 0.22:
        return None, (dice.randrange(20, 85), dice.choice(WITHDRAWALS))
    return (dice.randrange(93, 140), None) if fate < 0.9 else (None, None)


def _pauses(dice: random.Random) -> tuple[Pause, ...]:
    if dice.random() > 0.24:
        return ()
    cause = dice.choice(("customer", "customer", "customer", "vendor", "partner"))
    return (Pause(cause, dice.randrange(12, 60), dice.randrange(4, 24), dice.choice(HOLDS[cause])),)


def _shift(day: int, pauses: tuple[Pause, ...]) -> int:
    """A working day of the story as a calendar day: work waits while a hold lasts."""
    for pause in pauses:
        if day > pause.begins:
            day += pause.length
    return day


def _steps(dice: random.Random, pace: float, pauses: tuple[Pause, ...], care: float) -> Iterator[Step]:
    begun = 0
    for due in DUE_DAYS:
        sent = max(begun + 1, round(due * pace + dice.gauss(-1 - 12 * care, 4 - 2 * care)))
        submissions, missing = [_shift(sent, pauses)], []
        while dice.random() < 0.18 * (1 - care) and len(submissions) < 3:
            sent += dice.randrange(3, 7)
            submissions.append(_shift(sent, pauses))
            missing.append(dice.choice(MISSING))
        completed = submissions[-1] + dice.randrange(1, 4)
        yield Step(_shift(begun, pauses), tuple(submissions), completed, tuple(missing))
        begun = sent + dice.choice((-3, -1, 1, 1))
        begun = max(begun, 1)
