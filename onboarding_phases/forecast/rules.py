"""Estimating the starts of the months ahead, and what they lack. Needs no database; exact in fractions."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil
from statistics import median
from typing import TypeAlias

from onboarding_phases.forecast.defaults import Gauge
from onboarding_phases.forecast.enums import Method
from onboarding_phases.forecast.values import (
    Amount,
    Assumed,
    Backtest,
    Expected,
    Firm,
    History,
    Missing,
    Part,
    Trial,
    month_after,
    months_apart,
)

YEAR = 12
_Pair: TypeAlias = tuple[str, frozenset[str]]
"""A key, and slots of firms that serve it among others."""


def trend(history: History, *, least: int, most: int = YEAR) -> Fraction | None:
    """The starts of the last months over those of the same months a year before; None without enough of them.

    As many of the last `most` months count as have a month a year before in the records, and `least` at least.
    """
    months = min(most, months_apart(history.first, history.last) + 1 - YEAR)
    if months < least:
        return None
    recent = [month_after(history.last, -back) for back in range(months)]
    before = sum(history.at(month_after(month, -YEAR)) or 0 for month in recent)
    return Fraction(sum(history.at(month) or 0 for month in recent), before) if before else None


def season(history: History, month: date, *, gauge: Gauge) -> Fraction | None:
    """The starts of the same month a year before times the trend; None where the records do not reach."""
    found, rising = (
        history.at(month_after(month, -YEAR)),
        trend(history, least=gauge.trend_least, most=gauge.trend_months),
    )
    return None if found is None or rising is None else found * rising


def trials(history: History, sight: Mapping[tuple[date, date], int], *, leads: int, gauge: Gauge) -> list[Trial]:
    """Every estimate of a month of the last year made again from what was known when each month began.

    `sight` is how many customers with a start in a month were known when another began, by (known on, start).
    """
    found = []
    for back in range(YEAR):
        month = month_after(history.last, -back)
        for lead in range(leads):
            as_of = month_after(month, -lead)
            said = season(history.until(month_after(as_of, -1)), month, gauge=gauge)
            actual = history.at(month)
            if said is not None and actual is not None:
                found.append(Trial(as_of, month, said, sight.get((as_of, month), 0), actual))
    return found


def mean_error(pairs: Iterable[tuple[Fraction | int, int]]) -> tuple[Fraction | None, int]:
    """The mean absolute error of estimates as a share of what came, and of how many.

    Months without a start have no such share and are left out.
    """
    errors = [abs(Fraction(said) - actual) / actual for said, actual in pairs if actual]
    return (sum(errors, Fraction(0)) / len(errors) if errors else None), len(errors)


def backtests(found: Sequence[Trial], *, leads: int, gauge: Gauge) -> list[Backtest]:
    """The errors of both estimates for each number of months ahead, and which of them is used.

    Contracts in sight are used where, over enough tests, they were the closer estimate.
    """
    rows = []
    for lead in range(leads):
        own = [trial for trial in found if trial.lead == lead]
        by_season, n = mean_error((trial.season, trial.actual) for trial in own)
        by_sight, _n = mean_error((trial.sight, trial.actual) for trial in own)
        better = by_sight is not None and by_season is not None and by_sight < by_season
        closer = Method.SIGHT if better and n >= gauge.tests_least else Method.SEASON
        rows.append(Backtest(lead, n, by_season, by_sight, closer))
    return rows


def expected(
    month: date, sight: int, history: History | None, test: Backtest, *, gauge: Gauge, assumed: Assumed
) -> Expected:
    """The starts of a month ahead, never fewer than the contracts in sight, with the range of the tested error."""
    said = season(history, month, gauge=gauge) if history else None
    method = Method.SIGHT if said is None or sight > said else test.chosen
    base = said if said is not None and method is Method.SEASON else Fraction(sight)
    extra = assumed.extra.get(month, 0)
    shaped = base * (1 + assumed.growth) * assumed.season.get(month, Fraction(1))
    middle = max(shaped, Fraction(sight)) + extra
    error = test.sight if method is Method.SIGHT else test.season
    if said is None or error is None or test.n < gauge.tests_least:
        return Expected(month, method, said is not None, sight, None, middle, None)
    low = max(shaped * max(1 - error, Fraction(0)), Fraction(sight)) + extra
    high = max(shaped * (1 + error), Fraction(sight)) + extra
    return Expected(month, method, True, sight, low, middle, high)


def slots_of(starts: Fraction, sight: Amount, last_year: Amount, extra: Amount) -> Fraction:
    """The slots of a month's starts: those in sight as they are, the rest as they were a year before."""
    rest = starts - sight.starts - extra.starts
    per_start = last_year.slots / last_year.starts if last_year.starts else Fraction(1)
    return sight.slots + extra.slots + max(rest, Fraction(0)) * per_start


def spread(
    slots: Fraction, sight: Mapping[str, Fraction], before: Mapping[str, Fraction], whole: Amount, extra: Amount
) -> dict[str, Fraction]:
    """The demand of a month by key: what is in sight where it is, the rest as the same month a year before.

    `whole` is what is in sight over all keys and `before` the share of each key a year before. A customer may
    count under several keys, as it does for strengths.
    """
    rest = max(slots - whole.slots - extra.slots, Fraction(0))
    keys = {**dict.fromkeys(before), **dict.fromkeys(sight)}
    return {key: sight.get(key, Fraction(0)) + rest * before.get(key, Fraction(0)) for key in keys}


def uncovered(demand: Mapping[str, Fraction], supply: Mapping[frozenset[str], int]) -> Fraction:
    """The least demand that stays without a slot, however customers are given to firms that serve their key.

    `supply` are slots by the set of keys that their firms serve: a slot is given once, whatever its firm serves.
    """
    left = {key: Fraction(amount) for key, amount in demand.items() if amount > 0}
    free = {serves: Fraction(slots) for serves, slots in supply.items() if slots > 0}
    given: dict[_Pair, Fraction] = defaultdict(Fraction)
    while path := _way_to_a_slot(left, free, given):
        back = [given[key, serves] for (_key, serves), (key, _next) in pairwise(path)]
        amount = min(left[path[0][0]], free[path[-1][1]], *back)
        left[path[0][0]] -= amount
        free[path[-1][1]] -= amount
        for at, (key, serves) in enumerate(path):
            given[key, serves] += amount
            if at:
                given[key, path[at - 1][1]] -= amount
    return sum(left.values(), Fraction(0))


def _way_to_a_slot(
    left: Mapping[str, Fraction], free: Mapping[frozenset[str], Fraction], given: Mapping[_Pair, Fraction]
) -> list[_Pair]:
    """The shortest way from a key in need to a free slot, over slots that others could leave; empty without one."""
    waiting = deque([key for key, amount in left.items() if amount > 0])
    came: dict[str, list[_Pair]] = {key: [] for key in waiting}
    seen: set[frozenset[str]] = set()
    while waiting:
        key = waiting.popleft()
        for serves in free:
            if key not in serves or serves in seen:
                continue
            seen.add(serves)
            path = [*came[key], (key, serves)]
            if free[serves] > 0:
                return path
            for other in left:
                if other not in came and given[other, serves] > 0:
                    came[other] = path
                    waiting.append(other)
    return []


def missing(slots: Fraction, firms: Sequence[Firm], *, gauge: Gauge) -> Missing:
    """What so many missing slots are: whole slots, firms of the median size, and in-house people.

    The size of a firm is what it stated in a month, over all months in which it stated any; None where none did.
    """
    whole = ceil(slots)
    sizes = [stated for firm in firms for stated in firm.stated.values() if stated > 0]
    size = Fraction(median(sizes)) if sizes else None
    return Missing(whole, ceil(whole / size) if size else None, Fraction(whole, gauge.slots_per_person))


def parts_of(
    demand: Mapping[str, Fraction], month: date, firms: Sequence[Firm], dimension: str, *, stated: bool
) -> tuple[Part, ...]:
    """Each key with the slots of the firms that serve it, the one that lacks most first.

    A slot counts under every key that its firm serves, so these columns add up to more than there is.
    """
    parts = [
        Part(
            key,
            amount,
            sum(firm.stated.get(month, 0) for firm in firms if key in firm.serves[dimension]) if stated else None,
        )
        for key, amount in demand.items()
    ]
    return tuple(sorted(parts, key=lambda part: (-part.missing, -part.demand, part.key)))


def supply_of(firms: Iterable[Firm], month: date, dimension: str) -> dict[frozenset[str], int]:
    """The slots of a month by what their firms serve."""
    found: dict[frozenset[str], int] = defaultdict(int)
    for firm in firms:
        found[firm.serves[dimension]] += firm.stated.get(month, 0)
    return dict(found)
