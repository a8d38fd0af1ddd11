"""PostgreSQL's own walls, with the portal's left out: plain SQL in the scope of one firm."""

from __future__ import annotations

import pytest

from portal.schema import walled_tables
from portal.tenancy import EVERY_TENANT, Scope
from tests.world import unit


def counted(scope: Scope, *, beside: int | None = None) -> dict[str, int]:
    """How many rows of each walled table plain SQL finds in a scope; without those of one firm, where told."""
    found = {}
    with unit(scope, write=False) as session:
        for table, column in walled_tables():
            but = f' WHERE "{column}" <> {beside}' if column and beside else ""
            asked = session.connection().exec_driver_sql(f'SELECT count(*) FROM "{table}"{but}')
            found[table] = int(asked.scalar() or 0)
    return found


def test_plain_sql_finds_nothing_beyond_the_firm(made, world):
    if not world.postgresql:
        pytest.skip("SQLite has no walls of its own")
    anzu = made.partners["Anzu"].id

    everything, foreign = counted(EVERY_TENANT), counted(Scope(anzu), beside=anzu)

    assert sum(count > 0 for count in everything.values()) >= 20
    assert {table: count for table, count in foreign.items() if count} == {}
