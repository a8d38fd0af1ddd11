"""Commitments, as the people of an onboarding enter them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select

from onboarding_phases.commitments.enums import CommitmentSource
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.services import NewCommitment, add_commitment, share_commitment
from onboarding_phases.onboardings.models import Onboarding
from portal.levels import Level
from portal.people import Principal
from tests.factories.comments import at_work
from tests.world import unit

SAID = date(2026, 11, 20)
DUE = date(2026, 12, 10)


def new(**values: Any) -> NewCommitment:
    plain: dict[str, Any] = {
        "text": "the list by Friday",
        "source": CommitmentSource.MEETING,
        "said_by": "Sato",
        "said_to": "Tanaka",
        "said_on": SAID,
        "due_on": DUE,
    }
    return NewCommitment(**{**plain, **values})


def make_commitment(onboarding: Onboarding, actor: Principal, *, level: Level | None = None, **values: Any) -> str:
    """A commitment that somebody entered, shared where a level is told; its code."""
    with at_work(onboarding, actor) as found:
        made = add_commitment(found, new(**values), actor=actor)
        if level is not None and level is not made.level:
            share_commitment(made, onboarding=found, level=level, actor=actor)
        return made.code


@contextmanager
def with_commitment(code: str, actor: Principal) -> Iterator[Commitment]:
    """A commitment in the actor's scope, open for changes."""
    with unit(actor.scope) as session:
        yield session.scalars(select(Commitment).where(Commitment.code == code)).one()


def commitments_now(onboarding: Onboarding) -> list[Commitment]:
    """The ledger as it stands, the oldest first."""
    with unit(write=False) as session:
        found = select(Commitment).where(Commitment.onboarding_id == onboarding.id).order_by(Commitment.id)
        rows = list(session.scalars(found))
        session.expunge_all()  # the end of a reading unit would expire them
    return rows
