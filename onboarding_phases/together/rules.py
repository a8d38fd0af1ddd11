"""Which phase of an onboarding a deed is about, or why it is about none. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.together.enums import Deed

ENDED = _l("it has ended")
NOTHING_TO_ACCEPT = _l("no submission waits for a review")
NOT_TO_START: Mapping[PhaseState, LazyString] = {
    PhaseState.IN_PROGRESS: _l("its phase is in progress already"),
    PhaseState.RETURNED: _l("its phase was returned: complete what is missing first"),
    PhaseState.SUBMITTED: _l("its phase waits for a review"),
}
NOT_TO_SUBMIT: Mapping[PhaseState, LazyString] = {
    PhaseState.NOT_STARTED: _l("its phase has not been started"),
    PhaseState.RETURNED: _l("its phase was returned: submit it by itself and say what was added"),
    PhaseState.SUBMITTED: _l("its phase waits for a review"),
}


def positions_for(deed: Deed, states: Sequence[PhaseState]) -> tuple[list[int], LazyString | None]:
    """The phases that a deed is about, the first being phase 1; none with the reason.

    Every submission is accepted. Start and submit are about the phase at which the onboarding stands: the first
    that is neither closed nor, to start the next one, waiting for its review.
    """
    if deed is Deed.ACCEPT:
        waiting = [place + 1 for place, state in enumerate(states) if state is PhaseState.SUBMITTED]
        return waiting, None if waiting else NOTHING_TO_ACCEPT
    passed = CLOSED | {PhaseState.SUBMITTED}
    place = next((place for place, state in enumerate(states) if state not in passed), None)
    if place is None:
        return [], NOT_TO_START[PhaseState.SUBMITTED]
    wanted, refusals = (
        (PhaseState.NOT_STARTED, NOT_TO_START) if deed is Deed.START else (PhaseState.IN_PROGRESS, NOT_TO_SUBMIT)
    )
    return ([place + 1], None) if states[place] is wanted else ([], refusals[states[place]])
