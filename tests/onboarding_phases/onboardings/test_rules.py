"""No sequence of actions reaches a state that the table does not allow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.onboardings.enums import PhaseAction, PhaseState
from onboarding_phases.onboardings.rules import CLOSED, TRANSITIONS, check_day, next_state
from portal.errors import RuleViolation

ALLOWED = {
    PhaseState.NOT_STARTED: {PhaseState.IN_PROGRESS, PhaseState.SKIPPED},
    PhaseState.IN_PROGRESS: {PhaseState.SUBMITTED, PhaseState.SKIPPED},
    PhaseState.SUBMITTED: {PhaseState.RETURNED, PhaseState.COMPLETED},
    PhaseState.RETURNED: {PhaseState.SUBMITTED, PhaseState.SKIPPED},
    PhaseState.COMPLETED: set(),
    PhaseState.SKIPPED: set(),
}


@given(st.lists(st.sampled_from(PhaseAction), max_size=30))
def test_no_sequence_of_actions_reaches_a_forbidden_state(actions: list[PhaseAction]) -> None:
    state, path = PhaseState.NOT_STARTED, [PhaseState.NOT_STARTED]
    for action in actions:
        try:
            reached = next_state(state, action)
        except RuleViolation:
            assert (state, action) not in TRANSITIONS
            continue
        assert reached in ALLOWED[state]
        state = reached
        path.append(state)
    assert all(before not in CLOSED for before in path[:-1])
    if path[-1] is PhaseState.COMPLETED:
        assert path[-2] is PhaseState.SUBMITTED


@pytest.mark.parametrize(
    ("on", "allowed"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 20), True),
        (date(2026, 11, 19), True),
        (date(2026, 11, 18), False),
        (date(2026, 11, 25), False),
    ],
)
def test_days_reach_back_two_business_days_over_weekend_and_holiday(on: date, allowed: bool) -> None:
    today = date(2026, 11, 24)  # Tuesday; Monday was a holiday
    if allowed:
        check_day(on, today=today, back_dating_days=2)
    else:
        with pytest.raises(RuleViolation):
            check_day(on, today=today, back_dating_days=2)
