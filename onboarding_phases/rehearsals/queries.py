"""Reading the runs on which numbers can be rehearsed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, select

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.customers.models import Customer
from onboarding_phases.rehearsals.models import Rehearsal
from partners.models import Partner
from partners.rules import first_of_month
from portal.database import db
from portal.defaults.queries import defaults_by_key

TRIED = "allocation"
NOT_TRIED = ("seconds", "quiet_months", "min_certificates")
"""Numbers that change no plan of a frozen input: the clock, words of a page, a rule applied when it was frozen."""


@dataclass(frozen=True)
class PastRun:
    """A run whose input is kept."""

    code: str
    month: date
    number: int
    state: RunState


def past_runs(today: date, months: int) -> list[PastRun]:
    """One run for each month of start of the last so many and of those ahead: the approved one, else the newest."""
    first = first_of_month(today)
    number = first.year * 12 + first.month - 1 - months
    since = date(number // 12, number % 12 + 1, 1)
    solved = (RunState.APPROVED, RunState.DRAFT, RunState.DISCARDED)
    approved_first = case((AllocationRun.state == RunState.APPROVED, 0), else_=1)
    statement = (
        select(AllocationRun.code, AllocationRun.month, AllocationRun.number, AllocationRun.state)
        .where(AllocationRun.state.in_(solved), AllocationRun.month >= since)
        .order_by(AllocationRun.month.desc(), approved_first, AllocationRun.number.desc())
    )
    found: dict[date, PastRun] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.month, PastRun(*row))
    return list(found.values())[: months + 1]


def runs_by_code(codes: Iterable[str]) -> dict[str, PastRun]:
    """What a page says of the runs of a rehearsal."""
    columns = (AllocationRun.code, AllocationRun.month, AllocationRun.number, AllocationRun.state)
    statement = select(*columns).where(AllocationRun.code.in_(set(codes)))
    return {row.code: PastRun(*row) for row in db.session.execute(statement)}


def frozen_input(code: str) -> dict[str, Any]:
    """What a run was made of.

    Raises:
        NoResultFound: there is no such run.
    """
    found: dict[str, Any] = db.session.scalars(select(AllocationRun.frozen).where(AllocationRun.code == code)).one()
    return found


def rehearsal_by_code(code: str, *, lock: bool = False) -> Rehearsal:
    """The rehearsal with this code.

    Raises:
        NoResultFound: there is none.
    """
    statement = select(Rehearsal).where(Rehearsal.code == code)
    return db.session.scalars(statement.with_for_update() if lock else statement).one()


def firm_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of firms by their codes."""
    statement = select(Partner.code, Partner.name).where(Partner.code.in_(set(codes)))
    return {row.code: row.name for row in db.session.execute(statement)}


def customer_names(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and public code of customers by the vendor's own number."""
    statement = select(Customer.code, Customer.name, Customer.public_code).where(Customer.code.in_(set(codes)))
    return {row.code: (row.name, row.public_code) for row in db.session.execute(statement)}


def tried_keys() -> list[str]:
    """The numbers of the allocation that a rehearsal can try."""
    return [field.key for field in defaults_by_key()[TRIED].fields if field.key not in NOT_TRIED]
