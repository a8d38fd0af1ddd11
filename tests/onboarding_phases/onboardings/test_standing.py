"""Laws of clock, lateness and risk, over random onboardings."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.enums import HoldCause, PhaseState, RiskLevel, RiskReason, Side
from onboarding_phases.onboardings.standing import (
    Bounds,
    Run,
    Step,
    late_days,
    net_days,
    next_item,
    reached_on,
    risk,
    watch,
)

START = date(2026, 11, 2)
BOUNDS = Bounds(clock.HoldLimits(30, 45), 2, 7, 15, 7, 2, 5)
DUE = (7, 21, 40, 60, 75, 90)


def run_of(*states: PhaseState, holds: tuple[clock.Hold, ...] = (), activated_on: date | None = None) -> Run:
    padded = [*states, *[PhaseState.NOT_STARTED] * (6 - len(states))]
    steps = tuple(
        Step(n, due, state, START if state is PhaseState.SUBMITTED else None, None, 0)
        for n, (due, state) in enumerate(zip(DUE, padded, strict=True), 1)
    )
    return Run(START, 90, steps, holds, activated_on)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    holds, free = [], 0
    for _ in range(draw(st.integers(0, 3))):
        begins = free + draw(st.integers(0, 30))
        free = begins + draw(st.integers(0, 40))
        cause = draw(st.sampled_from(HoldCause))
        holds.append(clock.Hold(cause, START + timedelta(begins), START + timedelta(free)))
    states = draw(st.lists(st.sampled_from(PhaseState), min_size=6, max_size=6))
    activated = draw(st.none() | st.integers(0, 120))
    made = run_of(*states, holds=tuple(holds))
    activated_on = None if activated is None else START + timedelta(activated)
    return Run(made.start_on, made.x_days, made.steps, made.holds, activated_on)


days = st.integers(0, 200).map(lambda n: START + timedelta(n))


@given(runs(), st.integers(0, 150))
def test_the_clock_reaches_a_number_of_days_on_the_first_day_that_shows_it(run: Run, target: int) -> None:
    day = reached_on(run, target, BOUNDS)

    assert net_days(run, day, BOUNDS) == target
    assert target == 0 or net_days(run, day - timedelta(1), BOUNDS) < target


@given(runs(), days)
def test_the_stored_days_say_what_the_clock_says(run: Run, on: date) -> None:
    seen = watch(run, BOUNDS)

    assert (seen.late_from is not None and seen.late_from <= on) == (late_days(run, on, BOUNDS) > 0)


@given(runs(), days)
def test_lists_and_pages_agree_on_risk(run: Run, on: date) -> None:
    seen, level = watch(run, BOUNDS), risk(run, on, BOUNDS).level

    assert (seen.high_from is not None and seen.high_from <= on) == (level is RiskLevel.HIGH)
    assert (seen.medium_from is not None and seen.medium_from <= on) == (level is not RiskLevel.LOW)


@given(runs(), days)
def test_a_risk_says_its_reason_in_a_figure_above_zero(run: Run, on: date) -> None:
    found = risk(run, on, BOUNDS)

    if found.reason in (RiskReason.LATE, RiskReason.PAST_X, RiskReason.REVIEW_LATE):
        assert found.days > 0
    assert (found.reason is RiskReason.ON_PLAN) == (found.level is RiskLevel.LOW)


def test_nothing_is_late_on_its_due_day_and_all_is_on_the_next() -> None:
    run = run_of()

    assert late_days(run, START + timedelta(7), BOUNDS) == 0
    assert late_days(run, START + timedelta(8), BOUNDS) == 1


def test_a_submission_in_time_is_never_the_firms_lateness() -> None:
    run = run_of(PhaseState.SUBMITTED)

    assert late_days(run, START + timedelta(15), BOUNDS) == 0
    assert risk(run, START + timedelta(15), BOUNDS).reason is RiskReason.REVIEW_LATE


def test_a_submission_is_the_vendors_item_within_two_business_days() -> None:
    item = next_item(run_of(PhaseState.SUBMITTED), START, BOUNDS)

    # Tuesday 3 November 2026 is a holiday.
    assert item is not None
    assert (item.side, item.due_on, item.position) == (Side.VENDOR, date(2026, 11, 5), 1)


def test_while_on_hold_the_end_of_the_hold_comes_next() -> None:
    hold = clock.Hold(HoldCause.CUSTOMER, START, START + timedelta(10))
    item = next_item(run_of(holds=(hold,)), START + timedelta(3), BOUNDS)

    assert item is not None
    assert (item.side, item.due_on, item.cause) == (Side.HOLD, START + timedelta(10), HoldCause.CUSTOMER)


def test_when_all_is_closed_nothing_is_due() -> None:
    assert next_item(run_of(*[PhaseState.COMPLETED] * 6), START, BOUNDS) is None
