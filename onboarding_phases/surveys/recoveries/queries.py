"""Reading recovery items."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.models import SurveyRecovery
from portal.access import person, select_visible
from portal.database import db
from portal.needs import need_columns

MOST_NEEDS = 10


def listed(*, is_closed: bool) -> Select[SurveyRecovery]:
    """The recovery items that the reader sees: open ones by their day, closed ones the newest first."""
    found = select_visible(SurveyRecovery)
    if is_closed:
        return found.where(SurveyRecovery.closed_at.is_not(None)).order_by(SurveyRecovery.closed_at.desc())
    return found.where(SurveyRecovery.closed_at.is_(None)).order_by(SurveyRecovery.due_on, SurveyRecovery.id)


def counts() -> dict[bool, int]:
    """How many there are, by whether they are closed."""
    is_closed = SurveyRecovery.closed_at.is_not(None)
    mine = select_visible(SurveyRecovery).with_only_columns(is_closed, func.count()).group_by(is_closed)
    return {bool(closed): count for closed, count in db.session.execute(mine)}


def waiting_for_reader() -> Select[Any]:
    """The open recovery items of the signed-in person and those that nobody owns, the most pressing first."""
    told = need_columns(code=SurveyRecovery.code, name=Onboarding.customer_name, on=SurveyRecovery.due_on)
    reader = person()
    mine = (
        select(SurveyRecovery)
        .join(Onboarding, Onboarding.id == SurveyRecovery.onboarding_id)
        .where(
            SurveyRecovery.closed_at.is_(None),
            SurveyRecovery.visible_to(reader),
            (SurveyRecovery.owner_id == reader.id) | SurveyRecovery.owner_id.is_(None),
        )
    )
    pressing = mine.order_by(SurveyRecovery.due_on, SurveyRecovery.id).limit(MOST_NEEDS)
    return pressing.with_only_columns(*told)
