"""Which phase a deed is about."""

from __future__ import annotations

import pytest

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.together.enums import Deed
from onboarding_phases.together.rules import positions_for

NEW, BUSY, SENT, BACK, DONE = (
    PhaseState.NOT_STARTED,
    PhaseState.IN_PROGRESS,
    PhaseState.SUBMITTED,
    PhaseState.RETURNED,
    PhaseState.COMPLETED,
)


@pytest.mark.parametrize(
    ("deed", "states", "positions"),
    [
        (Deed.ACCEPT, [DONE, SENT, BUSY, SENT, NEW, NEW], [2, 4]),
        (Deed.ACCEPT, [DONE, BUSY, NEW, NEW, NEW, NEW], []),
        (Deed.START, [DONE, NEW, NEW, NEW, NEW, NEW], [2]),
        (Deed.START, [DONE, SENT, NEW, NEW, NEW, NEW], [3]),  # the next one need not wait for the review
        (Deed.START, [DONE, BUSY, NEW, NEW, NEW, NEW], []),
        (Deed.START, [DONE, BACK, NEW, NEW, NEW, NEW], []),
        (Deed.START, [DONE, DONE, DONE, DONE, DONE, SENT], []),
        (Deed.SUBMIT, [DONE, BUSY, NEW, NEW, NEW, NEW], [2]),
        (Deed.SUBMIT, [SENT, BUSY, NEW, NEW, NEW, NEW], [2]),
        (Deed.SUBMIT, [DONE, NEW, NEW, NEW, NEW, NEW], []),
        (Deed.SUBMIT, [DONE, BACK, BUSY, NEW, NEW, NEW], []),  # what came back is submitted by itself
    ],
)
def test_a_deed_is_about_the_phase_at_which_an_onboarding_stands_or_says_why_not(deed, states, positions):
    found, refusal = positions_for(deed, states)

    assert found == positions
    assert (refusal is None) == bool(positions)
