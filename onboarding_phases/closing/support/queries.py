"""Reading handoffs to support."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, select, true

from onboarding_phases.closing.support.enums import SupportState
from onboarding_phases.closing.support.models import SupportHandoff
from onboarding_phases.onboardings.models import Onboarding
from portal.access import person, select_visible
from portal.database import db
from portal.needs import need_columns
from portal.people import Role

MOST_NEEDS = 20


def support_handoff_of(onboarding_id: int) -> SupportHandoff | None:
    """The handoff to support of an onboarding, if it was begun."""
    statement = select(SupportHandoff).where(SupportHandoff.onboarding_id == onboarding_id)
    return db.session.scalars(statement).one_or_none()


def waiting_for_support() -> Select[Any]:
    """Handoffs that support has not answered, the most pressing first."""
    return _needed().where(SupportHandoff.state == SupportState.SUBMITTED)


def came_back() -> Select[Any]:
    """Handoffs that came back to the reader's side."""
    reader = person()
    mine = or_(Onboarding.owner_id == reader.id, Onboarding.owner_id.is_(None))
    own = mine if reader.role is Role.CS_MANAGER else true()
    returned = SupportHandoff.state == SupportState.RETURNED
    return _needed().where(returned, SupportHandoff.by_vendor == reader.is_vendor, own)


def _needed() -> Select[Any]:
    told = need_columns(code=Onboarding.code, name=Onboarding.customer_name, on=SupportHandoff.due_on)
    return (
        select_visible(SupportHandoff)
        .join(Onboarding, Onboarding.id == SupportHandoff.onboarding_id)
        .order_by(SupportHandoff.due_on, SupportHandoff.id)
        .limit(MOST_NEEDS)
        .with_only_columns(*told)
    )
