"""Reading the commitments that were shared with a customer; a guest's session holds nothing else."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.commitments.models import Commitment
from portal.database import db

MOST = 50


def shared_commitments(onboarding_id: int) -> list[Commitment]:
    """The commitments for the customer, what is open first; a renegotiated one comes with what it became."""
    statement = (
        select(Commitment)
        .where(Commitment.onboarding_id == onboarding_id)
        .order_by(Commitment.settled_on.is_not(None), Commitment.due_on, Commitment.id)
    )
    return list(db.session.scalars(statement.limit(MOST)))
