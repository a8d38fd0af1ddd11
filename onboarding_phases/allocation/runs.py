"""Runs, and the pins and bans that they keep; apart from what a run is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from onboarding_phases.allocation.enums import OverrideKind
from onboarding_phases.allocation.models import AllocationRuling, AllocationRun
from onboarding_phases.allocation.values import Rulings
from onboarding_phases.customers.models import Customer
from partners.models import Capacity, Partner
from partners.rules import first_of_month
from portal.database import db

MOST_RUNS_NAMED = 50


def run_by_code(code: str) -> AllocationRun:
    """The run with this code.

    Raises:
        NoResultFound: there is none.
    """
    return db.session.scalars(select(AllocationRun).where(AllocationRun.code == code)).one()


def solved_runs(month: date) -> list[AllocationRun]:
    """A month's runs that have a plan, the newest first, without what they hold in full."""
    light = (defer(AllocationRun.frozen), defer(AllocationRun.result), defer(AllocationRun.progress))
    statement = (
        select(AllocationRun)
        .options(*light)
        .where(AllocationRun.month == month, AllocationRun.solved_at.is_not(None))
        .order_by(AllocationRun.id.desc())
        .limit(MOST_RUNS_NAMED)
    )
    return list(db.session.scalars(statement))


def run_before(run: AllocationRun) -> AllocationRun | None:
    """The run that a run was made from, or else the last one of its month before it, if that has a plan."""
    earlier = AllocationRun.id == run.based_on_id if run.based_on_id else AllocationRun.id < run.id
    statement = (
        select(AllocationRun)
        .where(earlier, AllocationRun.month == run.month, AllocationRun.solved_at.is_not(None))
        .order_by(AllocationRun.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def total_of(run: AllocationRun) -> float:
    """The points of a plan, with the penalty for promised volumes that are not reached."""
    objective = run.result["objective"]
    return float(objective["score"]) - float(run.policy["shortfall_penalty"]) * int(objective["shortfall"])


def rulings_among(customers: Iterable[str], firms: Iterable[str]) -> Rulings:
    """The pins and bans in force between these customers and firms, all by code."""
    statement = (
        select(AllocationRuling.kind, Customer.code, Partner.code)
        .join(Customer, Customer.id == AllocationRuling.customer_id)
        .join(Partner, Partner.id == AllocationRuling.firm_id)
        .where(AllocationRuling.lifted_at.is_(None))
        .order_by(AllocationRuling.id)
    )
    waiting, known, pins, bans = set(customers), set(firms), {}, defaultdict(list)
    for kind, customer, firm in db.session.execute(statement):
        if customer in waiting and firm in known:
            if kind == OverrideKind.PIN:
                pins[customer] = firm
            else:
                bans[customer].append(firm)
    return Rulings(pins, {customer: sorted(codes) for customer, codes in bans.items()})


def names_of_pair(customer: str, partner: str) -> tuple[str, str]:
    """The names of a customer and a firm, by their codes."""
    return (
        db.session.scalar(select(Customer.name).where(Customer.code == customer)) or customer,
        db.session.scalar(select(Partner.name).where(Partner.code == partner)) or partner,
    )


def next_number(month: date) -> int:
    """The number of a month's next run, from 1."""
    statement = select(AllocationRun.number).where(AllocationRun.month == first_of_month(month))
    return max(db.session.scalars(statement), default=0) + 1


def stated_slots(month: date) -> dict[str, tuple[int, int]]:
    """By the firm's code, the slots that it stated for a month, and those that are taken already."""
    statement = (
        select(Partner.code, Capacity.stated, Capacity.reserved + Capacity.accepted)
        .join(Capacity, Capacity.partner_id == Partner.id)
        .where(Capacity.month == first_of_month(month))
    )
    return {code: (stated, taken) for code, stated, taken in db.session.execute(statement)}


def quiet_firms(month: date, months: int) -> set[str]:
    """The codes of firms that stated slots in the months before this one, and were given none of them."""
    begin = first_of_month(month)
    for _month in range(months):
        begin = _month_before(begin)
    statement = (
        select(Partner.code)
        .join(Capacity, Capacity.partner_id == Partner.id)
        .where(Capacity.month >= begin, Capacity.month < first_of_month(month))
        .group_by(Partner.code)
        .having(func.sum(Capacity.stated) > 0, func.sum(Capacity.reserved + Capacity.accepted) == 0)
    )
    return set(db.session.scalars(statement))


def _month_before(month: date) -> date:
    return first_of_month(month - timedelta(days=1))
