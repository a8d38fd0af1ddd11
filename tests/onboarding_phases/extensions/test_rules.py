"""What moves with a due day, and how far a right reaches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.extensions.enums import Ground
from onboarding_phases.extensions.rules import reaches, shifts_of
from onboarding_phases.extensions.values import Right
from onboarding_phases.onboardings.clock import HoldLimits
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.standing import Bounds, Run, Step

START = date(2026, 11, 2)
DAYS = (7, 21, 40, 60, 75, 90)
BOUNDS = Bounds(HoldLimits(), 2, 7, 15, 7, 2, 5)
OPEN = PhaseState.NOT_STARTED


def run_of(*states: PhaseState) -> Run:
    sent = {PhaseState.SUBMITTED, PhaseState.COMPLETED}
    steps = tuple(
        Step(place + 1, DAYS[place], state, START + timedelta(days=20) if state in sent else None, None, 0)
        for place, state in enumerate((*states, *[OPEN] * (6 - len(states))))
    )
    return Run(START, 90, steps, (), None, None)


def days_after(run: Run, position: int, days: int, asked_on: date | None = None) -> list[int]:
    shifts = shifts_of(run, position, days, on=START, bounds=BOUNDS, asked_on=asked_on)
    return [shift.after_day for shift in shifts]


def test_a_phase_moves_with_the_later_ones_and_the_earlier_stay():
    assert days_after(run_of(), 3, 5) == [7, 21, 45, 65, 80, 95]


@given(states=st.lists(st.sampled_from(PhaseState), min_size=6, max_size=6), days=st.integers(1, 90))
def test_what_is_submitted_or_closed_never_moves(states, days):
    after = days_after(run_of(*states), 1, days)

    done = {PhaseState.SUBMITTED, PhaseState.COMPLETED, PhaseState.SKIPPED}
    assert all((now == day) == (state in done) for now, day, state in zip(after, DAYS, states, strict=True))


def test_what_was_submitted_while_the_vendor_kept_silent_moves_with_its_answer():
    run = run_of(PhaseState.SUBMITTED)

    assert days_after(run, 1, 3, START + timedelta(days=19))[0] == 10
    assert days_after(run, 1, 3, START + timedelta(days=21))[0] == 7


@pytest.mark.parametrize(
    ("right", "used", "days", "day_of_run", "by_firm", "reached"),
    [
        (3, 0, 3, 6, True, True),
        (3, 1, 3, 6, True, False),  # one of the three is used
        (3, 0, 4, 6, True, False),
        (0, 0, 1, 6, True, False),
        (15, 0, 1, 7, True, True),  # due today
        (15, 0, 1, 8, True, False),  # its due day has passed
        (10, 0, 1, 8, False, True),  # the vendor's own people are not late
        (None, 0, 90, 8, False, True),
    ],
)
def test_a_right_reaches_as_far_as_its_days_and_no_due_day_that_has_passed(
    right, used, days, day_of_run, by_firm, reached
):
    account = Right(Ground.TIER, right, used)
    on = START + timedelta(days=day_of_run)

    assert reaches(account, run_of(), 1, days, by_firm=by_firm, on=on, bounds=BOUNDS) is reached
