"""What every verb of the ledger does: see that it may be done now, and tell it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from onboarding_phases.commitments.enums import CommitmentState
from onboarding_phases.commitments.events import CommitmentEvent
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import tell
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.levels import Level
from portal.people import Principal


def check_unchanged(commitment: Commitment, version: int | None) -> None:
    """See that nobody changed it since it was read.

    Raises:
        Stale: somebody did.
    """
    if version is not None and version != commitment.version:
        raise Stale(_l("Somebody else changed this in the meantime. What you typed is still here; look again."))


def check_state(commitment: Commitment, *states: CommitmentState) -> None:
    """See that a commitment is in one of these states.

    Raises:
        RuleViolation: it is not.
    """
    if commitment.state in states:
        return
    if commitment.state is CommitmentState.PROPOSED:
        raise RuleViolation(_l("The owner has not agreed to this commitment yet."))
    raise RuleViolation(_l("This commitment is not open any more. Reload and look again."))


def show(commitment: Commitment) -> None:
    """Keep that there is something new to read of a commitment, if the customer's people read it at all."""
    if commitment.level is Level.CUSTOMER:
        commitment.shown_at = clock.now()


def tell_of(
    kind: type[CommitmentEvent], commitment: Commitment, onboarding: Onboarding, actor: Principal, **values: Any
) -> None:
    """Publish what happened to a commitment."""
    tell(kind, onboarding, actor, commitment=commitment.code, level=commitment.level.value, **values)
