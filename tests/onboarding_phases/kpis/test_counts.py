"""Figures out of counts against an oracle that walks through every day, on random histories."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding_phases.kpis.counted import CountedFigures, median_of
from onboarding_phases.kpis.counts import PHASE_DAYS, AsOf, count_all, less
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.rules import Gauge
from onboarding_phases.kpis.values import Facts, PhaseFacts
from onboarding_phases.onboardings.clock import Hold, HoldLimits
from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause
from tests.onboarding_phases.kpis.oracle import Oracle, Walked

HISTORIES = 10_000 if os.environ.get("BANSOU_LONG") else 300
FIRST = date(2026, 1, 20)
ON = st.sampled_from([date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 17), date(2026, 5, 31)])
LIMITS = HoldLimits(each=30, in_all=45), HoldLimits(each=7, in_all=10)
History = tuple[Facts, list[PhaseFacts]]


def later(dice: Random, start_on: date) -> date | None:
    return start_on + timedelta(days=dice.randint(0, 140)) if dice.random() < 0.6 else None


def holds(dice: Random, start_on: date) -> list[Hold]:
    found = []
    for _ in range(dice.choice([0, 0, 1, 2, 3])):
        begins = start_on + timedelta(days=dice.randint(0, 90))
        ends = begins + timedelta(days=dice.randint(0, 40))
        found.append(Hold(dice.choice([*HoldCause]), begins, ends, dice.choice([None, None, 0, 5])))
    return sorted(found, key=lambda hold: hold.started_on)


def history(dice: Random, number: int) -> History:
    """An onboarding whose days, holds, end and phases are drawn, with no regard for what is likely."""
    start_on = FIRST + timedelta(days=dice.randint(0, 150))
    facts = Facts(
        id=number,
        code=f"K{number}",
        customer_id=number,
        customer_name="株式会社みほん",
        partner_id=1,
        partner_code="P0001",
        partner_name="ひのき台会計事務所",
        tier=1,
        product="accounting",
        industry="G",
        effort=1,
        x_days=30,
        start_on=start_on,
        activated_on=later(dice, start_on),
        completed_on=None,
        withdrawn_on=later(dice, start_on) if dice.random() < 0.3 else None,
        excluded_reason=dice.choice([*ExcludedReason]) if dice.random() < 0.2 else None,
        holds=holds(dice, start_on),
        limits=LIMITS[dice.randrange(2)],
    )
    return facts, [phase(dice, facts, position) for position in range(1, dice.choice([1, 7, 7]))]


def phase(dice: Random, of: Facts, position: int) -> PhaseFacts:
    started, submitted, closed = sorted(
        of.start_on + timedelta(days=dice.randint(0, 25) * position) for _ in range(3)
    )
    known = dice.choice(["open", "submitted", "completed", "completed", "skipped"])
    return PhaseFacts(
        onboarding_id=of.id,
        position=position,
        due_day=12 * position,
        started_on=dice.choice([None, started, started]),
        submitted_on=submitted if known in ("submitted", "completed") else None,
        completed_on=closed if known == "completed" else None,
        returns=dice.randint(0, 1),
        rescued_on=None,
        skipped_on=closed if known == "skipped" else None,
    )


@st.composite
def groups(draw: Any) -> list[History]:
    dice = Random(draw(st.integers(0, 2**63)))
    return [history(dice, number) for number in range(draw(st.integers(1, 6)))]


GAUGES = st.builds(
    Gauge, st.sampled_from([1, 20, 30, 60]), st.sampled_from([1, 3, 6]), st.just(5), st.just(8), st.just(5)
)


def counted(group: list[History], at: AsOf) -> CountedFigures:
    facts = [one for one, _ in group]
    return CountedFigures(at, count_all(facts, [phase for _, own in group for phase in own], at))


@settings(max_examples=HISTORIES, deadline=None)
@given(group=groups(), gauge=GAUGES, on=ON)
def test_figures_out_of_counts_are_those_of_a_walk_through_every_day(
    group: list[History], gauge: Gauge, on: date
) -> None:
    seen = counted(group, AsOf(gauge, on))
    oracle = Oracle([Walked(*one) for one in group], gauge.x, on, gauge.window_months, gauge.trend_months)

    estimate = seen.estimate
    assert (estimate.activated, estimate.n) == oracle.rate(on)
    assert (estimate.n_all, estimate.km) == (len(oracle.counted), oracle.share_by(gauge.x))
    assert seen.curve.share_by(45) == oracle.share_by(45)
    assert [(point.share.count, point.share.n) for point in seen.trend] == oracle.trend()
    assert (seen.before.count, seen.before.n) == oracle.rate(seen.month_before)
    for position in range(1, 7):
        times, first = seen.on_time_by_position[position], seen.first_time_by_position[position]
        told = (times.n, times.count, first.count, seen.leads[position].median)
        assert told == oracle.phases(position)
        assert seen.past_phases[position] == [oracle.past(position, day) for day in PHASE_DAYS]


@settings(max_examples=HISTORIES // 3, deadline=None)
@given(group=groups(), gauge=GAUGES, on=ON)
def test_figures_out_of_counts_are_those_out_of_the_onboardings(
    group: list[History], gauge: Gauge, on: date
) -> None:
    seen = counted(group, AsOf(gauge, on))
    facts = [one for one, _ in group]
    told = Figures(gauge, on, facts, [phase for _, own in group for phase in own])

    assert (seen.estimate, seen.trend, seen.excluded) == (told.estimate, told.trend, told.excluded)
    assert (seen.now, seen.before) == (told.all_at(on), told.all_at(told.month_before))
    assert (seen.on_time_by_position, seen.on_time) == (told.on_time_by_position, told.on_time_at(on))
    assert (seen.first_time, seen.past_phases) == (told.first_time_at(on), told.past_phases)
    assert (seen.running_count, seen.activated_this_month) == (told.running_count, told.activated_this_month)
    assert [point.days for point in seen.curve.points] == [point.days for point in told.curve.points]


@settings(max_examples=60, deadline=None)
@given(group=groups(), corrected=groups(), gauge=GAUGES, on=ON)
def test_a_correction_moves_counts_to_those_of_a_count_anew(
    group: list[History], corrected: list[History], gauge: Gauge, on: date
) -> None:
    at = AsOf(gauge, on)
    before, after = counted(group[:1], at).counts, counted(corrected[:1], at).counts

    moved = less(counted(group, at).counts, before) + after

    assert moved == counted([*corrected[:1], *group[1:]], at).counts


def test_a_median_of_counted_days_lies_between_the_two_in_the_middle() -> None:
    assert median_of({}) is None
    assert median_of({3: 1}) == 3
    assert median_of({3: 2, 8: 2}) == 5.5
    assert median_of(Counter([1, 2, 2, 9])) == 2
