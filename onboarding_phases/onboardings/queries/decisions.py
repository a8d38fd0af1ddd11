"""What waits for a decision: exclusions from the rates, and holds that firms entered."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.onboardings.models import Exclusion, Hold, Onboarding
from portal.access import person, select_visible
from portal.database import db

MOST = 20


def open_exclusion(onboarding_id: int) -> Exclusion | None:
    """The one that waits for a second person."""
    statement = select(Exclusion).where(Exclusion.onboarding_id == onboarding_id, Exclusion.decided_at.is_(None))
    return db.session.scalars(statement).first()


def exclusions_to_decide() -> list[tuple[Exclusion, Onboarding]]:
    """Those that others asked for, the longest wait first."""
    statement = (
        select(Exclusion, Onboarding)
        .join(Onboarding, Onboarding.id == Exclusion.onboarding_id)
        .where(Exclusion.decided_at.is_(None), Exclusion.asked_by_id != person().id)
        .order_by(Exclusion.asked_at)
        .limit(MOST)
    )
    return [(asked, onboarding) for asked, onboarding in db.session.execute(statement)]


def holds_to_confirm() -> list[tuple[Hold, Onboarding]]:
    """Holds that firms entered for others' causes, of onboardings that the reader sees, the oldest first."""
    seen = select_visible(Onboarding).with_only_columns(Onboarding.id)
    statement = (
        select(Hold, Onboarding)
        .join(Onboarding, Onboarding.id == Hold.onboarding_id)
        .where(Hold.is_waiting.is_(True), Onboarding.id.in_(seen))
        .order_by(Hold.created_at)
        .limit(MOST)
    )
    return [(hold, onboarding) for hold, onboarding in db.session.execute(statement)]
