"""Reading meetings; what the other side keeps to itself, the session leaves out."""

from __future__ import annotations

from sqlalchemy import Select, select

from onboarding_phases.meetings.models import Meeting
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.values import DaySpan
from portal.database import db


def meetings_of(onboarding_id: int) -> Select[Meeting]:
    """The meetings of an onboarding that the reader's side sees, the latest first."""
    mine = select(Meeting).where(Meeting.onboarding_id == onboarding_id)
    return mine.order_by(Meeting.held_on.desc(), Meeting.id.desc())


def meetings_between(span: DaySpan) -> list[tuple[Meeting, str]]:
    """The meetings in a span of days that the reader's side sees, with their customers, the earliest first."""
    statement = (
        select(Meeting, Onboarding.customer_name)
        .join(Onboarding, Onboarding.id == Meeting.onboarding_id)
        .where(Meeting.held_on.between(span.first, span.last), Meeting.onboarding_id.in_(span.onboarding_ids()))
        .order_by(Meeting.held_on, Meeting.id)
        .limit(span.most)
    )
    return [(meeting, customer) for meeting, customer in db.session.execute(statement)]


def onboarding_of(meeting: Meeting) -> Onboarding:
    """The onboarding that a meeting is about."""
    return db.session.scalars(select(Onboarding).where(Onboarding.id == meeting.onboarding_id)).one()
