"""Reading meetings; what the other side keeps to itself, the session leaves out."""

from __future__ import annotations

from sqlalchemy import Select, select

from onboarding_phases.meetings.models import Meeting
from onboarding_phases.onboardings.models import Onboarding
from portal.database import db


def meetings_of(onboarding_id: int) -> Select[Meeting]:
    """The meetings of an onboarding that the reader's side sees, the latest first."""
    mine = select(Meeting).where(Meeting.onboarding_id == onboarding_id)
    return mine.order_by(Meeting.held_on.desc(), Meeting.id.desc())


def onboarding_of(meeting: Meeting) -> Onboarding:
    """The onboarding that a meeting is about."""
    return db.session.scalars(select(Onboarding).where(Onboarding.id == meeting.onboarding_id)).one()
