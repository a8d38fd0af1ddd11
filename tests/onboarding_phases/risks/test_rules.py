"""Laws of predictions and of silent struggle, against a second method and at their edges."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.onboardings.enums import PhaseState, RiskLevel, RiskReason
from onboarding_phases.onboardings.standing import Run, Step, risk, watch
from onboarding_phases.onboardings.values import Override, Sign
from onboarding_phases.risks.defaults import DEFAULT
from onboarding_phases.risks.rules import Range, Stay, activity, coverage, foreseen, range_of
from tests.onboarding_phases.onboardings.test_standing import BOUNDS, START, days, runs

ON = date(2026, 11, 24)
NUMBERS = DEFAULT.values()


def day(back: int) -> date:
    return ON - timedelta(days=back)


def series(*values: float | None, ends: int = 0) -> dict[date, float]:
    """Values day by day, the last of them so many days back; None is a day that is not on record."""
    placed = enumerate(reversed(values), ends)
    return {day(back): value for back, value in placed if value is not None}


@given(st.lists(st.integers(0, 200), min_size=20, max_size=80))
def test_the_range_is_that_of_the_standard_library(taken: list[int]) -> None:
    fifths = quantiles([Fraction(one) for one in taken], n=5, method="inclusive")

    found = range_of(sorted(taken), elapsed=0, least=20)

    assert found is not None
    assert found.early == floor(fifths[0])
    assert found.late == ceil(fifths[3])
    assert found.median == floor(median(taken) + 0.5)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=60), st.integers(0, 100), st.integers(1, 30))
def test_only_cases_that_took_as_long_as_has_elapsed_tell_what_is_left(
    taken: list[int], elapsed: int, least: int
) -> None:
    longer = [one for one in taken if one >= elapsed]

    found = range_of(sorted(taken), elapsed=elapsed, least=least)

    assert (found is None) == (len(longer) < least)
    if found is not None:
        assert elapsed <= found.early <= found.median <= found.late
        assert found.cases == len(longer)


def test_nineteen_cases_predict_nothing_and_twenty_do() -> None:
    assert range_of([30] * 19, elapsed=0, least=20) is None
    assert range_of([30] * 20, elapsed=0, least=20) == Range(30, 30, 30, 20)


def brute_force(stays: list[Stay], least: int) -> tuple[int, int]:
    """The same by looking at all cases for each."""
    tried = held = 0
    for stay in stays:
        before = sorted(one.days for one in stays if one.finished_on < stay.entered_on)
        if len(before) >= least:
            tried += 1
            fifths = quantiles([Fraction(one) for one in before], n=5, method="inclusive")
            held += floor(fifths[0]) <= stay.days <= ceil(fifths[3])
    return tried, held


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=60), st.integers(2, 20))
def test_coverage_is_counted_from_what_was_finished_before_each_case(
    histories: list[tuple[int, int]], least: int
) -> None:
    stays = [Stay(START + timedelta(n), START + timedelta(n + taken), taken) for n, taken in histories]

    assert coverage(stays, least=least) == brute_force(stays, least)


def test_a_steady_history_holds_the_range_about_as_often_as_it_promises() -> None:
    dice = random.Random(7)
    lengths = [round(dice.gauss(120, 30)) for _ in range(900)]
    stays = [Stay(START + timedelta(n), START + timedelta(n + taken), taken) for n, taken in enumerate(lengths)]

    tried, held = coverage(stays, least=20)

    assert tried > 700
    assert 0.56 < held / tried < 0.66


def test_a_history_that_slows_down_shows_that_the_range_did_not_hold() -> None:
    stays = [Stay(START + timedelta(2 * n), START + timedelta(2 * n + 20 + n), 20 + n) for n in range(200)]

    tried, held = coverage(stays, least=20)

    assert tried > 50
    assert held == 0


def test_a_case_never_predicts_itself() -> None:
    stays = [Stay(START, START + timedelta(10), 10)] * 20

    assert coverage(stays, least=20) == (0, 0)


def run(*, completed: tuple[int, ...] = ()) -> Run:
    due = (7, 21, 40, 60, 75, 90)
    closed = {n: START + timedelta(offset) for n, offset in enumerate(completed, 1)}
    steps = tuple(
        Step(n, days, PhaseState.COMPLETED if n in closed else PhaseState.IN_PROGRESS, None, closed.get(n), 0)
        for n, days in enumerate(due, 1)
    )
    return Run(START, 90, steps, (), None)


def test_the_finish_is_counted_from_the_day_on_which_the_phase_was_reached() -> None:
    found = foreseen(run(completed=(6, 18)), [40] * 30, on=START + timedelta(25), bounds=BOUNDS, least=20)

    assert found is not None
    assert (found.position, found.median_on) == (3, START + timedelta(18 + 40))
    assert found.sign(ON) is None


@pytest.mark.parametrize(("taken", "level"), [(72, None), (73, RiskLevel.HIGH)])
def test_a_finish_on_the_due_day_is_no_risk_and_one_a_day_later_is(taken: int, level: RiskLevel | None) -> None:
    found = foreseen(run(completed=(6, 18)), [taken] * 30, on=START + timedelta(25), bounds=BOUNDS, least=20)

    assert found is not None
    sign = found.sign(ON)
    assert (sign.level if sign else None) is level


def test_a_median_beyond_the_due_day_with_an_early_end_within_it_is_a_medium_risk() -> None:
    taken = [60] * 14 + [80] * 16

    found = foreseen(run(completed=(6, 18)), taken, on=START + timedelta(25), bounds=BOUNDS, least=20)

    assert found is not None
    sign = found.sign(ON)
    assert sign is not None
    assert (sign.level, sign.days) == (RiskLevel.MEDIUM, 8)


def test_what_was_foreseen_at_one_phase_is_no_risk_at_the_next() -> None:
    sign = Sign(RiskLevel.HIGH, RiskReason.FORESEEN, START, START, 9, position=3)
    at, after = (
        Run(one.start_on, 90, one.steps, (), None, signs=(sign,))
        for one in (run(completed=(6, 18)), run(completed=(6, 18, 19)))
    )

    assert risk(at, START + timedelta(20), BOUNDS).reason is RiskReason.FORESEEN
    assert risk(after, START + timedelta(20), BOUNDS).reason is RiskReason.ON_PLAN


def seen(logins: Mapping[date, float]) -> list[tuple[RiskReason, RiskLevel, int]]:
    found = activity(logins, {}, on=ON, numbers=NUMBERS)
    return [(sign.reason, sign.level, sign.days) for sign in found.signs]


QUIET = RiskReason.QUIET


@pytest.mark.parametrize(
    ("logins", "signs"),
    [
        (series(3, 0, 0, 0, 0, 0, 0), []),
        (series(3, 0, 0, 0, 0, 0, 0, 0), [(QUIET, RiskLevel.MEDIUM, 7)]),
        (series(3, *[0] * 13), [(QUIET, RiskLevel.MEDIUM, 13)]),
        (series(3, *[0] * 14), [(QUIET, RiskLevel.HIGH, 14)]),
        (series(0, 0, 0, None, 0, 0, 0, 0, 0), []),
        (series(*[0] * 8, 1), []),
        ({}, []),
    ],
    ids=["six days", "seven days", "thirteen days", "fourteen days", "a gap", "a log-in today", "no data"],
)
def test_silence_is_seen_from_seven_days_on_record_without_a_log_in(
    logins: dict[date, float], signs: list[tuple[RiskReason, RiskLevel, int]]
) -> None:
    assert seen(logins) == signs


@pytest.mark.parametrize(("ends", "is_fresh"), [(3, True), (4, False)])
def test_data_older_than_three_days_say_nothing(ends: int, is_fresh: bool) -> None:
    found = activity(series(*[0] * 10, ends=ends), {}, on=ON, numbers=NUMBERS)

    assert (found.as_of, found.is_fresh) == (day(ends), is_fresh)
    assert bool(found.signs) == is_fresh


def test_a_sign_holds_no_longer_than_its_data() -> None:
    (sign,) = activity(series(*[0] * 8), {}, on=ON, numbers=NUMBERS).signs
    quiet = Run(START, 90, run(completed=(3, 9, 15, 20)).steps, (), None, signs=(sign,))

    assert risk(quiet, ON + timedelta(3), BOUNDS).reason is RiskReason.QUIET
    assert risk(quiet, ON + timedelta(4), BOUNDS).reason is RiskReason.ON_PLAN


@pytest.mark.parametrize(
    ("usage", "drop"),
    [
        (series(*[2] * 7, *[1] * 7), 50),
        (series(*[2] * 7, *[1] * 6, 2), None),
        (series(*[2] * 7, *[0] * 7), 100),
        (series(0, 0, 0, 1, 1, 1, 1, *[0] * 7), None),
        (series(0, 0, 1, 1, 1, 1, 1, *[0] * 7), 100),
        (series(*[2] * 7, 1, 1, None, 1, 1, 1, 1), None),
        (series(*[2] * 7), None),
    ],
    ids=["half", "a little more than half", "nothing", "under the floor", "at the floor", "a gap", "no week before"],
)
def test_usage_that_fell_by_half_in_a_week_is_seen_and_less_is_not(
    usage: dict[date, float], drop: int | None
) -> None:
    found = activity({}, usage, on=ON, numbers=NUMBERS)

    assert [sign.days for sign in found.signs] == ([] if drop is None else [drop])


@st.composite
def overridden(draw: st.DrawFn) -> Run:
    made = draw(runs())
    begins = draw(st.integers(0, 100))
    level, lasts = draw(st.sampled_from(RiskLevel)), draw(st.integers(0, 30))
    first = START + timedelta(begins)
    override = Override(level, first, first + timedelta(lasts), "reason", "owner")
    return Run(made.start_on, 90, made.steps, made.holds, made.activated_on, override=override)


@given(overridden(), days)
def test_lists_and_pages_agree_on_a_level_that_a_person_set_while_it_lasts(made: Run, on: date) -> None:
    assert made.override is not None
    if not made.override.holds(on):
        return
    stored, found = watch(made, BOUNDS), risk(made, on, BOUNDS)

    assert found.level is made.override.level
    assert (stored.high_from is not None and stored.high_from <= on) == (found.level is RiskLevel.HIGH)
    assert (stored.medium_from is not None and stored.medium_from <= on) == (found.level is not RiskLevel.LOW)


@given(overridden(), days)
def test_a_level_set_lower_ends_by_itself_on_the_day_after_its_last(made: Run, on: date) -> None:
    assert made.override is not None
    if made.override.level is not RiskLevel.LOW or on <= made.override.until_on:
        return
    stored, plain = watch(made, BOUNDS), Run(made.start_on, 90, made.steps, made.holds, made.activated_on)

    assert risk(made, on, BOUNDS) == risk(plain, on, BOUNDS)
    assert (stored.medium_from is not None and stored.medium_from <= on) == (
        risk(plain, on, BOUNDS).level is not RiskLevel.LOW
    )
