"""What this room brings to the page of an onboarding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.meetings.permissions import KEEP_MEETING, READ_MEETINGS
from onboarding_phases.meetings.queries import latest_meetings
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.access import person
from portal.feature import Panel

FIRST = 3


def meetings_panel(onboarding: Onboarding) -> Mapping[str, Any]:
    """The latest meetings, and the way to enter one."""
    found = latest_meetings(onboarding.id, most=FIRST)
    may_keep = KEEP_MEETING.allows(person())
    return {"onboarding": onboarding, "meetings": found, "may_keep": may_keep, "today": clock.today()}


PANELS = [Panel("onboarding", "meetings/panel.html", READ_MEETINGS, meetings_panel, order=30)]
