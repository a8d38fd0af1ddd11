"""The invitations as a part of the page of their onboarding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.room.invitations.permissions import SEND_INVITATION, VIEW_INVITATIONS
from onboarding_phases.room.invitations.queries import invitations_of
from portal import clock
from portal.access import person
from portal.feature import Panel


def invitations_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """Who of the customer was invited to its room, and where each invitation stands."""
    found, now = invitations_of(onboarding.id), clock.now()
    runs = onboarding.state is OnboardingState.RUNNING
    if not found and not runs:
        return None
    return {
        "onboarding": onboarding,
        "invitations": [(invitation, invitation.state(now)) for invitation in found],
        "may_invite": runs and SEND_INVITATION.allows(person()),
        "may_revoke": SEND_INVITATION.allows(person()),
    }


PANELS = [Panel("onboarding", "room_invitations/panel.html", VIEW_INVITATIONS, invitations_panel, order=40)]
