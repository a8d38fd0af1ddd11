"""Reading surveys that were sent, and what they ask."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.room.models import RoomInvitation
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.models import Survey, SurveyVersion
from portal import clock
from portal.database import db

MOST = 50


def is_open(now: datetime) -> ColumnElement[bool]:
    """Surveys that can still be answered. The word goes with the answer and with a withdrawal."""
    return Survey.word.is_not(None) & (Survey.expires_at > now)


def newest_version(moment: Moment) -> SurveyVersion | None:
    """What a survey asks from now on."""
    mine = select(SurveyVersion).where(SurveyVersion.moment == moment)
    return db.session.scalars(mine.order_by(SurveyVersion.version.desc()).limit(1)).first()


def newest_versions() -> dict[Moment, SurveyVersion]:
    """What each survey asks from now on, in the order of an onboarding."""
    found = db.session.scalars(select(SurveyVersion).order_by(SurveyVersion.version))
    newest = {version.moment: version for version in found}
    return {moment: newest[moment] for moment in Moment if moment in newest}


def surveys_of(onboarding_id: int) -> list[Survey]:
    """The surveys that were sent about an onboarding, the newest first."""
    mine = select(Survey).where(Survey.onboarding_id == onboarding_id)
    return list(db.session.scalars(mine.order_by(Survey.id.desc()).limit(MOST)))


def survey_by_code(code: str) -> Survey:
    """The survey that an event names."""
    return db.session.scalars(select(Survey).where(Survey.code == code)).one()


def onboarding_of_survey(survey: Survey) -> Onboarding:
    """The onboarding that a survey is about."""
    return db.session.scalars(select(Onboarding).where(Onboarding.id == survey.onboarding_id)).one()


def guests_to_ask(onboarding_id: int, *, most: int) -> list[RoomInvitation]:
    """The people of the customer who are invited to its room, those who came in first."""
    good = select(RoomInvitation).where(
        RoomInvitation.onboarding_id == onboarding_id,
        RoomInvitation.revoked_at.is_(None),
        RoomInvitation.expires_at > clock.now(),
    )
    ordered = good.order_by(RoomInvitation.opened_at.is_(None), RoomInvitation.opened_at, RoomInvitation.id)
    return list(db.session.scalars(ordered.limit(most)))


def closed_positions(onboarding_id: int) -> set[int]:
    """Which phases of an onboarding are completed or skipped."""
    closed: tuple[PhaseState, ...] = tuple(CLOSED)
    mine = select(Phase.position).where(Phase.onboarding_id == onboarding_id, Phase.state.in_(closed))
    return set(db.session.scalars(mine))


def language_of(onboarding: Onboarding) -> str | None:
    """The language that the vendor has on record for a customer, as guests' pages name it."""
    found = db.session.scalars(select(Customer.language).where(Customer.id == onboarding.customer_id)).first()
    return {"zh": "zh_Hans"}.get(found, found) if found else None
