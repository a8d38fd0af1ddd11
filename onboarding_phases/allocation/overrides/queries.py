"""Reading pins, bans and what was changed by hand."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Row, Select, select

from onboarding_phases.allocation.enums import OverrideKind
from onboarding_phases.allocation.models import AllocationOverride, AllocationRuling, AllocationRun
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal.database import db


def rulings(*, lifted: bool) -> Select[AllocationRuling]:
    """Pins and bans with their customers and firms, the newest first."""
    over = AllocationRuling.lifted_at.is_not(None) if lifted else AllocationRuling.lifted_at.is_(None)
    return select(AllocationRuling).where(over).order_by(AllocationRuling.id.desc())


def pin_of(customer: Customer) -> AllocationRuling | None:
    """The pin in force of a customer."""
    statement = select(AllocationRuling).where(
        AllocationRuling.customer_id == customer.id,
        AllocationRuling.kind == OverrideKind.PIN,
        AllocationRuling.lifted_at.is_(None),
    )
    return db.session.scalars(statement).one_or_none()


def banned_firms(customer: Customer) -> set[str]:
    """The codes of the firms that are ruled out for a customer."""
    statement = (
        select(Partner.code)
        .join(AllocationRuling, AllocationRuling.firm_id == Partner.id)
        .where(
            AllocationRuling.customer_id == customer.id,
            AllocationRuling.kind == OverrideKind.BAN,
            AllocationRuling.lifted_at.is_(None),
        )
    )
    return set(db.session.scalars(statement))


def override_behind(run: AllocationRun) -> Row[AllocationOverride, Customer, AllocationRun] | None:
    """The override that led to a run, with its customer and the draft that it was made on."""
    statement = (
        select(AllocationOverride, Customer, AllocationRun)
        .join(Customer, Customer.id == AllocationOverride.customer_id)
        .join(AllocationRun, AllocationRun.id == AllocationOverride.run_id)
        .where(AllocationOverride.made_run_id == run.id)
    )
    return db.session.execute(statement).one_or_none()


def firm_names(ids: Collection[int | None]) -> dict[int, str]:
    """Names of firms by their ids."""
    wanted = [found for found in ids if found is not None]
    rows = db.session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(wanted)))
    return {row.id: row.name for row in rows}
