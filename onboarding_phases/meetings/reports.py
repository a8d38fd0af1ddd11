"""What this room brings to the page of an onboarding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from onboarding_phases.meetings.permissions import KEEP_MEETING, READ_MEETINGS
from onboarding_phases.meetings.queries import meetings_between
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.values import DayEntry, DaySpan
from portal.access import person
from portal.feature import Panel


def meetings_panel(onboarding: Onboarding) -> Mapping[str, Any]:
    """The way to the meetings, and to enter one: the page of an onboarding asks the database enough already."""
    return {"onboarding": onboarding, "may_keep": KEEP_MEETING.allows(person())}


def meetings_on(span: DaySpan) -> Mapping[str, Any]:
    """The meetings in a calendar's days that the reader's side sees."""
    entries = [
        DayEntry(
            on=meeting.held_on,
            kind="meeting",
            customer=customer,
            href=url_for("meetings.show", meeting=meeting.code),
        )
        for meeting, customer in meetings_between(span)
    ]
    return {"entries": entries}


PANELS = [
    Panel("onboarding_days", "meetings/panel.html", READ_MEETINGS, meetings_on, order=10),
    Panel("onboarding", "meetings/panel.html", READ_MEETINGS, meetings_panel, order=30),
]
