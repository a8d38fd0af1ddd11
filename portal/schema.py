"""The shape of the database: brought up to date in one transaction, and walled in row by row on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table

from portal.database import Model
from portal.tenancy import OpenToGuests, TenantOwned, VendorOwned

SCRIPTS = Path(__file__).resolve().parent / "migrations"
SCOPE = "current_setting('bansou.scope', true)"
LEVELS = "current_setting('bansou.levels', true)"


class SchemaError(Exception):
    """The database cannot be used as it is; the message says what would be right."""


def upgrade(engine: Engine) -> None:
    """Bring the database up to date; a migration that is cut short leaves the old shape.

    Raises:
        SchemaError: the PostgreSQL role may pass by row-level security, or a migration would leave rows that
            refer to nothing.
    """
    with rebuilding(engine) as connection:
        refuse_privileged_role(connection)
        command.upgrade(_config(connection), "head")
    weigh_tables(engine)


def weigh_tables(engine: Engine) -> None:
    """Let SQLite look at how its tables are filled, so that it takes the index that leaves the fewest rows.

    Without that it looks for the phases of one onboarding among all of its firm. PostgreSQL does so by itself.
    """
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            # So many rows of each index: milliseconds, however long a table is.
            connection.exec_driver_sql("PRAGMA analysis_limit=1000")
            connection.exec_driver_sql("ANALYZE")


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A transaction in which a table may be replaced by its new shape while others refer to it.

    Raises:
        SchemaError: a row would refer to nothing at the end; nothing is changed then.
    """
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        # SQLite rebuilds a table by dropping it, which empties or breaks whatever refers to its rows; it can be
        # told to wait only outside a transaction, so references are checked as a whole before the end of this one.
        driver: Any = connection.connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                _refuse_broken_references(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def write_revision(engine: Engine, message: str) -> None:
    """Write down the difference between the models and the database as a new migration, to be reviewed by hand."""
    with engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def differences(connection: Connection) -> list[object]:
    """What the models say and the database does not; empty when they agree."""
    return list(compare_metadata(MigrationContext.configure(connection), Model.metadata))


def is_up_to_date(connection: Connection) -> bool:
    """Whether the database has the shape that this version expects."""
    wanted = ScriptDirectory.from_config(_config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == wanted


def wall_in(connection: Connection, tables: Iterable[tuple[str, str | None]], *, levelled: bool = False) -> None:
    """Put PostgreSQL's row-level security around tables: `(table, tenant column)`, None for the vendor's own.

    Rows of a `levelled` table stay with the side that keeps them to itself.
    """
    if connection.dialect.name != "postgresql":
        return
    ours = f" AND (level <> 'firm' OR {LEVELS} = 'all')" if levelled else ""
    theirs = " AND level <> 'vendor'" if levelled else ""
    for table, column in tables:
        mine = f" OR ({column}::text = {SCOPE}{theirs})" if column else ""
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        connection.exec_driver_sql(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        connection.exec_driver_sql(f"CREATE POLICY one_world ON \"{table}\" USING (({SCOPE} = 'every'{ours}){mine})")


def let_guests_in(
    connection: Connection, tables: Iterable[tuple[str, str, bool]], *, levelled: bool = False
) -> None:
    """Open tables to the guests of a case: `(table, column of the case, whether guests change rows)`.

    Of `levelled` tables guests see the rows that were shared with the customer.
    """
    if connection.dialect.name != "postgresql":
        return
    for table, column, writes in tables:
        verb = "ALL" if writes else "SELECT"
        guest = f"'guest:' || partner_id::text || ':' || {column}::text"
        shown = " AND level = 'customer'" if levelled else ""
        policy = f'CREATE POLICY one_case ON "{table}" FOR {verb} USING ({SCOPE} = {guest}{shown})'
        connection.exec_driver_sql(policy)


def tables_open_to_guests() -> list[tuple[str, str, bool]]:
    """Every table of which a guest sees the rows of one case, as `let_guests_in` takes them."""
    found = [(str(mapper.local_table), mapper.class_) for mapper in Model.registry.mappers]
    opened = [(table, kind) for table, kind in found if issubclass(kind, OpenToGuests)]
    return sorted((table, kind.case_column, kind.guests_write) for table, kind in opened)


def walled_tables() -> list[tuple[str, str | None]]:
    """Every table that belongs to a tenant or to the vendor, as `wall_in` takes them."""
    found: list[tuple[str, str | None]] = []
    for mapper in Model.registry.mappers:
        table = mapper.local_table
        if not isinstance(table, Table):
            continue
        if issubclass(mapper.class_, TenantOwned):
            found.append((table.name, "partner_id" if "partner_id" in table.c else "id"))
        elif issubclass(mapper.class_, VendorOwned):
            found.append((table.name, None))
    return sorted(found)


def refuse_privileged_role(connection: Connection) -> None:
    """Refuse a PostgreSQL role to which row-level security does not apply.

    Raises:
        SchemaError: the role is a superuser or bypasses row-level security.
    """
    if connection.dialect.name != "postgresql":
        return
    row = connection.exec_driver_sql(
        "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).one()
    if row[1]:
        raise SchemaError(
            f"BANSOU_DATABASE_URL: the role {row[0]} passes by row-level security; expected a role made by"
            " CREATE ROLE bansou LOGIN NOSUPERUSER NOBYPASSRLS that owns its database"
        )


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        table, row, wanted = broken[:3]
        raise SchemaError(f"row {row} of {table} would refer to nothing in {wanted}; expected a row there")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
