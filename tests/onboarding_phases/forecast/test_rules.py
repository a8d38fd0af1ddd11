"""The estimate and the shortage against second methods: a table by hand, and brute force."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest

from onboarding_phases.forecast.defaults import FORECAST, Gauge
from onboarding_phases.forecast.enums import Dimension, Method
from onboarding_phases.forecast.planning import Plan
from onboarding_phases.forecast.rules import (
    backtests,
    expected,
    mean_error,
    missing,
    season,
    slots_of,
    spread,
    trend,
    trials,
    uncovered,
)
from onboarding_phases.forecast.values import (
    AS_IT_IS,
    Amount,
    Assumed,
    Backtest,
    Firm,
    History,
    Known,
    month_after,
    months_apart,
)

GAUGE = Gauge.of(FORECAST.values())
JANUARY = date(2024, 1, 1)
UNTESTED = Backtest(0, 0, None, None, Method.SEASON)


def history(counts: list[int], first: date = JANUARY) -> History:
    months = [month_after(first, number) for number in range(len(counts))]
    return History(first, months[-1], dict(zip(months, counts, strict=True)))


def test_months_are_counted_over_the_turn_of_the_year_and_leap_days() -> None:
    assert month_after(date(2028, 2, 29), 12) == date(2029, 2, 1)
    assert month_after(date(2024, 1, 31), -1) == date(2023, 12, 1)
    assert months_apart(date(2028, 2, 29), date(2029, 2, 28)) == 12
    assert months_apart(date(2026, 3, 1), date(2025, 12, 31)) == -3


def test_the_trend_is_the_last_months_over_the_same_months_a_year_before() -> None:
    # 2024: 10 a month; 2025: 12 a month, so a fifth more.
    assert trend(history([10] * 12 + [12] * 12), least=3) == Fraction(12, 10)
    # Seventeen months: five of them have a year before, 10 + 20 + 30 + 40 + 50 against 5 a month.
    assert trend(history([5] * 12 + [10, 20, 30, 40, 50]), least=3) == Fraction(150, 25)
    # Of three years only the last twelve months count, against the twelve before.
    assert trend(history([1] * 12 + [10] * 12 + [20] * 12), least=3) == 2
    # Fewer months are looked at where the setting says so.
    assert trend(history([10] * 12 + [12] * 11 + [30]), least=1, most=1) == 3


@pytest.mark.parametrize("counts", [[10], [10] * 12, [10] * 14, [0] * 12 + [10] * 12])
def test_too_little_history_makes_no_trend(counts: list[int]) -> None:
    assert trend(history(counts), least=3) is None


def test_a_month_is_the_same_month_a_year_before_times_the_trend() -> None:
    kept = history([4, 29, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 8, 58, *[12] * 10])
    rising = Fraction(8 + 58 + 120, 4 + 29 + 60)
    assert rising == 2
    assert season(kept, date(2026, 2, 1), gauge=GAUGE) == 58 * rising
    # The February of a leap year is a month like others: what is counted is starts, not days.
    leap = history([10] * 24, first=date(2026, 3, 1))
    assert leap.last == date(2028, 2, 1)
    assert season(leap, date(2029, 2, 1), gauge=GAUGE) == 10
    assert season(kept, date(2027, 2, 1), gauge=GAUGE) is None
    assert season(kept, date(2024, 12, 1), gauge=GAUGE) is None


def test_a_month_without_a_start_counts_as_none_and_not_as_unknown() -> None:
    kept = History(JANUARY, date(2025, 12, 1), {date(2024, 3, 1): 6, date(2025, 3, 1): 9, date(2025, 6, 1): 3})
    assert kept.at(date(2024, 5, 1)) == 0
    assert kept.at(date(2023, 12, 1)) is None
    assert trend(kept, least=3) == Fraction(12, 6)
    assert season(kept, date(2026, 5, 1), gauge=GAUGE) == 0
    assert season(kept, date(2026, 6, 1), gauge=GAUGE) == 6


def plain_trials(counts: list[int], leads: int) -> dict[tuple[int, int], float]:
    """The tests again by positions in a list: (months ahead, position of the month) -> estimate."""
    found = {}
    for target in range(len(counts) - 12, len(counts)):
        for lead in range(leads):
            known = counts[: target - lead]
            k = min(12, len(known) - 12)
            if target - 12 >= len(known) or target < 12 or k < 3:
                continue
            before = sum(known[-12 - k :][:k])
            if before:
                found[lead, target] = known[target - 12] * sum(known[-k:]) / before
    return found


@pytest.mark.parametrize("seed", range(20))
def test_tests_say_what_was_known_then_and_nothing_later(seed: int) -> None:
    draw = random.Random(seed)
    counts = [draw.choice([0, draw.randint(1, 40)]) for _ in range(draw.randint(13, 50))]
    kept, leads = history(counts), draw.randint(1, 12)
    sight = {
        (as_of, month): draw.randint(0, 30)
        for month in (month_after(JANUARY, n) for n in range(len(counts)))
        for as_of in (month_after(month, -lead) for lead in range(leads))
    }
    made = trials(kept, sight, leads=leads, gauge=GAUGE)
    said = {(trial.lead, months_apart(JANUARY, trial.month)): float(trial.season) for trial in made}
    assert said == pytest.approx(plain_trials(counts, leads))
    assert all(trial.actual == counts[months_apart(JANUARY, trial.month)] for trial in made)
    assert all(trial.sight == sight[trial.as_of, trial.month] for trial in made)
    for row in backtests(made, leads=leads, gauge=GAUGE):
        own = [trial for trial in made if trial.lead == row.lead and trial.actual]
        assert row.n == len(own)
        if own:
            by_season = sum(abs(float(t.season) - t.actual) / t.actual for t in own) / len(own)
            by_sight = sum(abs(t.sight - t.actual) / t.actual for t in own) / len(own)
            assert float(row.season or 0) == pytest.approx(by_season)
            assert float(row.sight or 0) == pytest.approx(by_sight)
            wanted = Method.SIGHT if by_sight < by_season - 1e-12 and len(own) >= 6 else Method.SEASON
            assert row.chosen is wanted


def test_what_came_later_does_not_change_a_test() -> None:
    early = trials(history([10] * 12 + [12] * 12), {}, leads=6, gauge=GAUGE)
    late = trials(history([10] * 12 + [12] * 11 + [500]), {}, leads=6, gauge=GAUGE)
    assert [trial.season for trial in early] == [trial.season for trial in late]


def test_the_mean_error_leaves_out_months_without_a_start() -> None:
    assert mean_error([(Fraction(12), 10), (Fraction(5), 10), (Fraction(3), 0)]) == (Fraction(35, 100), 2)
    assert mean_error([(Fraction(3), 0)]) == (None, 0)
    assert mean_error([]) == (None, 0)


def said(sight: int, counts: list[int], test: Backtest, assumed: Assumed = AS_IT_IS):  # type: ignore[no-untyped-def]
    kept = history(counts) if counts else None
    month = month_after(JANUARY, len(counts)) if counts else date(2026, 1, 1)
    return expected(month, sight, kept, test, gauge=GAUGE, assumed=assumed)


def test_the_range_is_the_tested_error_and_never_below_what_is_in_sight() -> None:
    found = said(9, [10] * 24, Backtest(0, 12, Fraction(1, 4), Fraction(9, 10), Method.SEASON))
    assert (found.method, found.low, found.middle, found.high) == (Method.SEASON, 9, 10, Fraction(25, 2))


def test_contracts_in_sight_are_taken_where_they_are_more_or_were_closer() -> None:
    more = said(14, [10] * 24, Backtest(0, 12, Fraction(1, 4), Fraction(1, 2), Method.SEASON))
    assert (more.method, more.low, more.middle, more.high) == (Method.SIGHT, 14, 14, 21)
    closer = said(8, [10] * 24, Backtest(0, 12, Fraction(1, 2), Fraction(1, 8), Method.SIGHT))
    assert (closer.method, closer.low, closer.middle, closer.high) == (Method.SIGHT, 8, 8, 9)


@pytest.mark.parametrize("counts", [[], [10], [10] * 13])
def test_too_little_history_is_said_and_only_contracts_in_sight_are_counted(counts: list[int]) -> None:
    found = said(7, counts, UNTESTED)
    assert (found.known, found.middle, found.low, found.high) == (False, 7, None, None)


def test_no_range_is_given_from_too_few_tests() -> None:
    found = said(0, [10] * 24, Backtest(0, 5, Fraction(1, 4), Fraction(1, 2), Method.SEASON))
    assert (found.known, found.middle, found.low, found.high) == (True, 10, None, None)


def test_a_scenario_shapes_what_is_not_signed_and_adds_what_it_names() -> None:
    month = month_after(JANUARY, 24)
    assumed = Assumed(Fraction(1, 10), {month: Fraction(3, 2)}, {month: 4}, "accounting", 2)
    assert said(0, [10] * 24, UNTESTED, assumed).middle == Fraction(33, 2) + 4
    # What is signed stays signed, however a scenario thinks of the season.
    fewer = Assumed(Fraction(-1, 2), {}, {month: 1})
    assert said(8, [10] * 24, UNTESTED, fewer).middle == 9


def test_slots_in_sight_count_as_they_are_and_the_rest_as_a_year_before() -> None:
    sight, before, extra = Amount(Fraction(2), Fraction(6)), Amount(Fraction(10), Fraction(15)), Amount()
    assert slots_of(Fraction(10), sight, before, extra) == 6 + 8 * Fraction(15, 10)
    assert slots_of(Fraction(2), sight, before, extra) == 6
    assert slots_of(Fraction(5), sight, Amount(), Amount(Fraction(1), Fraction(3))) == 6 + 3 + 2


def test_the_parts_of_a_month_add_up_to_the_whole() -> None:
    sight = {"a": Fraction(3), "b": Fraction(1)}
    whole, before = Amount(Fraction(2), Fraction(4)), {"a": Fraction(1, 4), "c": Fraction(3, 4)}
    parts = spread(Fraction(12), sight, before, whole, Amount())
    assert parts == {"a": 3 + 2, "b": 1, "c": 6}
    assert sum(parts.values()) == 12


def brute_uncovered(demand: dict[str, int], supply: dict[frozenset[str], int]) -> int:
    """By the theorem of Hall: the worst group of keys against all slots that serve any of them."""
    keys = list(demand)
    groups = [set(group) for size in range(len(keys) + 1) for group in combinations(keys, size)]
    return max(
        sum(demand[key] for key in group) - sum(slots for serves, slots in supply.items() if serves & group)
        for group in groups
    )


@pytest.mark.parametrize("seed", range(150))
def test_what_no_firm_can_take_is_what_the_worst_group_of_products_lacks(seed: int) -> None:
    draw = random.Random(seed)
    keys = ["a", "b", "c", "d", "e"][: draw.randint(1, 5)]
    demand = {key: draw.randint(0, 12) for key in keys}
    supply = {
        frozenset(draw.sample(keys, draw.randint(0, len(keys)))): draw.randint(0, 15)
        for _ in range(draw.randint(0, 6))
    }
    whole = {key: Fraction(amount) for key, amount in demand.items()}
    assert uncovered(whole, supply) == brute_uncovered(demand, supply)
    # The same in fractions of a slot.
    thirds = {key: Fraction(amount, 3) for key, amount in demand.items()}
    assert uncovered(thirds, supply) * 3 == brute_uncovered(demand, {k: 3 * n for k, n in supply.items()})


def test_a_slot_is_given_once_whatever_its_firm_serves() -> None:
    both = {frozenset({"a", "b"}): 5}
    assert uncovered({"a": Fraction(4), "b": Fraction(4)}, both) == 3


def firm(stated: dict[date, int], *products: str) -> Firm:
    serves = dict.fromkeys(Dimension, frozenset[str]())
    return Firm({**serves, Dimension.PRODUCT: frozenset(products)}, stated)


def test_missing_slots_are_firms_of_the_median_size_and_people() -> None:
    month = date(2027, 1, 1)
    firms = [firm({month: 2}), firm({month: 6, month_after(month, 1): 10}), firm({month: 0})]
    found = missing(Fraction(61, 6), firms, gauge=GAUGE)
    assert (found.slots, found.firms, found.people) == (11, 2, Fraction(11, 4))
    assert missing(Fraction(3), [firm({})], gauge=GAUGE).firms is None
    assert missing(Fraction(0), firms, gauge=GAUGE).slots == 0


def plan(assumed: Assumed = AS_IT_IS) -> Plan:
    months = tuple(month_after(JANUARY, 24 + number) for number in range(3))
    begun = {month_after(JANUARY, n): Amount(Fraction(10), Fraction(20)) for n in range(24)}
    by_key = {month: {"a": Fraction(5), "b": Fraction(15)} for month in begun}
    known = Known(
        months=months,
        history=history([10] * 24),
        begun=begun,
        in_sight={months[0]: Amount(Fraction(2), Fraction(2))},
        begun_by_key=by_key,
        in_sight_by_key={months[0]: {"a": Fraction(2)}},
        sight={},
        firms=(firm(dict.fromkeys(months, 8), "a", "b"), firm(dict.fromkeys(months, 4), "a")),
        stated_until=months[1],
    )
    return Plan(known, known, Dimension.PRODUCT, GAUGE, assumed)


def test_a_plan_by_hand() -> None:
    first, second, third = plan().months
    # 10 starts: 2 in sight with a slot each, 8 with two as a year before.
    assert (first.slots, first.stated, first.balance) == (18, 12, -6)
    # Of the 16 not in sight 4 are a's, so 6 of a and 12 of b: b has 8 slots alone, a its own 4.
    assert {part.key: (part.demand, part.stated) for part in first.parts} == {"a": (6, 12), "b": (12, 8)}
    assert first.missing is not None
    assert first.missing.slots == 6
    assert second.missing is not None
    assert (second.slots, second.missing.slots, second.missing.firms) == (20, 8, 2)
    assert (third.slots, third.stated, third.missing) == (20, None, None)
    assert plan().missing == 14
    worst = plan().worst
    assert worst is not None
    assert worst.month == second.month


def test_extra_customers_of_a_scenario_stand_under_their_product() -> None:
    months = plan().known.months
    shaped = plan(Assumed(extra={months[1]: 3}, product="c", effort=2))
    parts = {part.key: part.demand for part in shaped.months[1].parts}
    assert parts == {"a": 5, "b": 15, "c": 6}
    assert shaped.months[1].slots == 26
    # No firm knows product c, so all of it is missing besides what was missing before.
    assert shaped.months[1].missing is not None
    assert shaped.months[1].missing.slots == 8 + 6
    assert shaped.months[0].slots == plan().months[0].slots
