"""The ground floor's own commands."""

from __future__ import annotations

import click

from portal.commands import with_portal
from portal.database import db
from portal.schema import upgrade


@click.group("db")
def database() -> None:
    """The database's shape."""


@database.command("upgrade")
@with_portal
def upgrade_database() -> None:
    """Make or upgrade the database."""
    upgrade(db.engine)
