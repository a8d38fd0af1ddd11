"""Reading the ledger; what the other side keeps to itself, the session leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import contains_eager

from onboarding_phases.commitments.enums import CommitmentState
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.rules import PENDING, Tally, tally_of
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.access import person, select_visible
from portal.database import db
from portal.needs import need_columns
from portal.people import Principal, Role

TABS = ("open", "overdue", "proposed", "all")
MOST_NEEDS = 20
MOST_IN_LEDGER = 200
ORDERS = {"customer": Onboarding.customer_name, "due": Commitment.due_on, "entered": Commitment.entered_at}


def ledger_of(onboarding_id: int) -> list[Commitment]:
    """The commitments of an onboarding that the reader sees: what is open first, by day."""
    statement = (
        select(Commitment)
        .where(Commitment.onboarding_id == onboarding_id)
        .order_by(Commitment.settled_on.is_not(None), Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)
    )
    return list(db.session.scalars(statement.limit(MOST_IN_LEDGER)))


def tally(rows: Sequence[Commitment]) -> Tally:
    """How these commitments stand today."""
    return tally_of(((row.state, row.due_on) for row in rows), on=clock.today())


def pending_count(onboarding_id: int) -> int:
    """How many commitments keep an onboarding from its end, as far as the session sees them."""
    counted = select(func.count()).select_from(Commitment)
    found = counted.where(Commitment.onboarding_id == onboarding_id, Commitment.state.in_(PENDING))
    return db.session.scalar(found) or 0


def replaced_by(commitment: Commitment) -> Commitment | None:
    """What a renegotiated commitment became."""
    return db.session.scalars(select(Commitment).where(Commitment.replaces_id == commitment.id)).one_or_none()


def replaced(commitment: Commitment) -> Commitment | None:
    """What a commitment was before it was renegotiated."""
    if commitment.replaces_id is None:
        return None
    return db.session.scalars(select(Commitment).where(Commitment.id == commitment.replaces_id)).one_or_none()


def listed(tab: str, *, text: str, order: str, descending: bool) -> Select[Commitment]:
    """Commitments of onboardings that the reader sees, each with its onboarding."""
    statement = _narrowed(tab, text).options(contains_eager(Commitment.onboarding))
    column = ORDERS[order]
    return statement.order_by(column.is_(None), column.desc() if descending else column.asc(), Commitment.id)


def _narrowed(tab: str, text: str) -> Select[Commitment]:
    statement = select_visible(Commitment).join(Commitment.onboarding)
    if tab != "all":
        statement = statement.where(Onboarding.state == OnboardingState.RUNNING, _in_tab(tab))
    if text:
        words = Commitment.text.icontains(text, autoescape=True)
        statement = statement.where(words | Onboarding.customer_name.icontains(text, autoescape=True))
    return statement


def _in_tab(tab: str) -> ColumnElement[bool]:
    overdue = (Commitment.state == CommitmentState.OPEN) & (Commitment.due_on < clock.today())
    return {
        "open": Commitment.state.in_(PENDING),
        "overdue": overdue,
        "proposed": Commitment.state == CommitmentState.PROPOSED,
    }[tab]


def tab_counts(text: str) -> dict[str, int]:
    """How many commitments each tab holds, in one statement."""
    every = _narrowed("all", text)
    runs = Onboarding.state == OnboardingState.RUNNING
    counts = [func.count().filter(runs & _in_tab(tab)) for tab in TABS[:-1]]
    row = db.session.execute(every.with_only_columns(*counts, func.count())).one()
    return dict(zip(TABS, row, strict=True))


def proposed_commitments() -> Select[Any]:
    """Commitments that wait for the reader's consent."""
    return _needed(Commitment.state == CommitmentState.PROPOSED)


def broken_commitments() -> Select[Any]:
    """Commitments past their day that are still open, of the onboardings that the reader answers for."""
    return _needed(_in_tab("overdue"))


def _answered_for_by(reader: Principal) -> ColumnElement[bool]:
    """A manager answers for an onboarding without an owner; all others for whatever they see."""
    if reader.role is not Role.CS_MANAGER:
        return true()
    return or_(Onboarding.owner_id == reader.id, Onboarding.owner_id.is_(None))


def _needed(which: ColumnElement[bool]) -> Select[Any]:
    told = need_columns(
        code=Commitment.code, name=Onboarding.customer_name, text=Commitment.text, on=Commitment.due_on
    )
    return (
        select_visible(Commitment)
        .join(Onboarding, Onboarding.id == Commitment.onboarding_id)
        .where(which, _answered_for_by(person()), Onboarding.state == OnboardingState.RUNNING)
        .order_by(Commitment.due_on, Commitment.id)
        .limit(MOST_NEEDS)
        .with_only_columns(*told)
    )


def firms_commitments(since: date, until: date) -> list[tuple[Commitment, str]]:
    """The commitments of a firm that fell due in a span of days, with the customer's name; by day."""
    statement = (
        select(Commitment, Onboarding.customer_name)
        .join(Onboarding, Onboarding.id == Commitment.onboarding_id)
        .where(Commitment.due_on > since, Commitment.due_on <= until)
        .order_by(Commitment.due_on, Commitment.id)
    )
    return [(row, name) for row, name in db.session.execute(statement)]
