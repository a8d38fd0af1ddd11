"""What this room brings to the page of an onboarding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.meetings.permissions import KEEP_MEETING, READ_MEETINGS
from onboarding_phases.onboardings.models import Onboarding
from portal.access import person
from portal.feature import Panel


def meetings_panel(onboarding: Onboarding) -> Mapping[str, Any]:
    """The way to the meetings, and to enter one: the page of an onboarding asks the database enough already."""
    return {"onboarding": onboarding, "may_keep": KEEP_MEETING.allows(person())}


PANELS = [Panel("onboarding", "meetings/panel.html", READ_MEETINGS, meetings_panel, order=30)]
