"""What the views of this room share: the row that an address names."""

from __future__ import annotations

from flask import abort
from sqlalchemy.orm.attributes import set_committed_value

from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.queries.lists import one_onboarding


def onboarding_or_404(code: str) -> Onboarding:
    """The onboarding of an address; a foreign and a missing one look the same."""
    found = one_onboarding(code)
    if found is None:
        abort(404)
    return found


def phase_or_404(code: str, position: int) -> Phase:
    found = onboarding_or_404(code)
    phase = next((phase for phase in found.phases if phase.position == position), None)
    if phase is None:
        abort(404)
    # The session holds rows weakly: without this word the onboarding would be read a second time.
    set_committed_value(phase, "onboarding", found)
    return phase
