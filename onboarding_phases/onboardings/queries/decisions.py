"""What waits for a decision: exclusions from the rates, and holds that firms entered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Select, cast, select

from onboarding_phases.onboardings.models import Exclusion, Hold, Onboarding
from portal.access import person, select_visible
from portal.database import db
from portal.needs import need_columns

MOST = 20


def open_exclusion(onboarding_id: int) -> Exclusion | None:
    """The one that waits for a second person."""
    statement = select(Exclusion).where(Exclusion.onboarding_id == onboarding_id, Exclusion.decided_at.is_(None))
    return db.session.scalars(statement).first()


def exclusions_to_decide() -> Select[Any]:
    """The onboardings of which others asked that they be left out or count again, the longest wait first."""
    # Cut before it is joined: few wait, and onboardings are many.
    waiting = (
        select(Exclusion.onboarding_id, Exclusion.asked_at, cast(Exclusion.lifts, Integer).label("lifts"))
        .where(Exclusion.decided_at.is_(None), Exclusion.asked_by_id != person().id)
        .order_by(Exclusion.asked_at)
        .limit(MOST)
        .subquery()
    )
    columns = need_columns(code=Onboarding.code, name=Onboarding.customer_name, number=waiting.c.lifts)
    return (
        select(Onboarding)
        .join(waiting, waiting.c.onboarding_id == Onboarding.id)
        .order_by(waiting.c.asked_at)
        .with_only_columns(*columns)
    )


def holds_to_confirm() -> Select[Any]:
    """The onboardings of which firms entered holds for others' causes, as the reader sees them, the oldest first."""
    return (
        select_visible(Onboarding)
        .join(Hold, Hold.onboarding_id == Onboarding.id)
        .where(Hold.is_waiting.is_(True))
        .order_by(Hold.created_at)
        .limit(MOST)
        .with_only_columns(*need_columns(code=Onboarding.code, name=Onboarding.customer_name, at=Hold.created_at))
    )
