"""The sample files: the firms of the programme, and the customers who wait for one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from demo.handing import hand_over
from demo.telling import Stage
from onboarding_phases.allocation.services import request_run, solve
from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.services import assign_owners
from partners.rules import first_of_month, months_from
from portal.exchange.queries import exchanges_by_kind
from portal.exchange.services import import_table
from portal.people import Principal
from portal.tables.reading import Row, Table, read_table
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "samples"
HANDED_OVER = 24  # so many of the queue have a handoff already, in every state
WRITTEN_ON = date(2026, 11, 1)  # the month in which the sample files stand


def sample_rows(kind: str = "partners") -> list[dict[str, str]]:
    """The cells of a sample file, row by row."""
    return [row.cells for row in read_table(FOLDER / f"{kind}.csv").rows]


def import_sample(kind: str, *, months: int, actor: Principal) -> None:
    """Take in a sample file as a person would, its days moved by so many months."""
    table = read_table(FOLDER / f"{kind}.csv")
    import_table(exchanges_by_kind()[kind], moved_by_months(table, months), actor=actor)


def months_since_samples(today: date) -> int:
    """By how many months the days of the samples are moved, so that the queue starts next month."""
    return max(0, (today.year - WRITTEN_ON.year) * 12 + today.month - WRITTEN_ON.month)


def line_up(stage: Stage, *, months: int) -> None:
    """Let the sample customers wait for a partner, and have a first plan for them made."""
    with unit_of_work(EVERY_TENANT) as session:
        import_sample("customers", months=months, actor=stage.vendor["sales"])
        codes = [row["customer_code"] for row in sample_rows("customers")]
        customers = session.scalars(select(Customer).where(Customer.code.in_(codes)).order_by(Customer.code)).all()
        for customer in customers:
            assign_owners(
                customer,
                sales_owner_id=stage.vendor["sales"].id,
                cs_owner_id=stage.vendor["member" if customer.id % 3 == 0 else "manager"].id,
                actor=stage.vendor["sales"],
            )
        for turn, customer in enumerate(customers[:HANDED_OVER]):
            hand_over(customer, vendor=stage.vendor, turn=turn)
        run = request_run(month=first_of_month(customers[0].onboarding_start), actor=stage.vendor["manager"]).code
    solve(run=run)


def moved_by_months(table: Table, months: int) -> Table:
    """A table whose days, in every column that holds days, lie so many months later."""
    columns = [name for name in table.columns if name.endswith(("_start", "_until"))]
    rows = [Row(row.number, {**row.cells, **_moved(row, columns, months)}) for row in table.rows]
    return replace(table, rows=tuple(rows))


def _moved(row: Row, columns: Sequence[str], months: int) -> Mapping[str, str]:
    moved = {}
    for column in columns:
        day = date.fromisoformat(row.cells[column])
        month, following = months_from(first_of_month(day), months + 2)[-2:]
        moved[column] = min(month + timedelta(days=day.day - 1), following - timedelta(days=1)).isoformat()
    return moved
