"""A table gets a new shape while others refer to its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from portal.database import prepare_engine
from portal.schema import SchemaError, rebuilding


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shape.sqlite3'}")
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE firms (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE people (firm_id INTEGER NOT NULL REFERENCES firms (id) ON DELETE CASCADE)"
        )
        connection.exec_driver_sql("CREATE TABLE cases (firm_id INTEGER NOT NULL REFERENCES firms (id))")
        for table, column in [("firms", "id"), ("people", "firm_id"), ("cases", "firm_id")]:
            connection.exec_driver_sql(f"INSERT INTO {table} ({column}) VALUES (1)")
    return engine


def count(engine: sa.Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_rows_that_refer_to_a_rebuilt_table_stay(engine: sa.Engine) -> None:
    with rebuilding(engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("firms", recreate="always") as table:
            table.add_column(sa.Column("name", sa.String()))
    assert [count(engine, table) for table in ("firms", "people", "cases")] == [1, 1, 1]


def test_a_rebuild_that_leaves_rows_referring_to_nothing_changes_nothing(engine: sa.Engine) -> None:
    with pytest.raises(SchemaError, match="would refer to nothing in firms"), rebuilding(engine) as connection:
        connection.exec_driver_sql("DELETE FROM firms")
    assert count(engine, "firms") == 1


def test_references_are_watched_again_after_a_rebuild(engine: sa.Engine) -> None:
    with rebuilding(engine):
        pass
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM firms")
