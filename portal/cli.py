"""The ground floor's own commands."""

from __future__ import annotations

import click
from flask import current_app

from portal.commands import with_portal
from portal.database import db
from portal.feature import Feature
from portal.people import PORTAL
from portal.schema import upgrade, weigh_tables
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work


@click.group("db")
def database() -> None:
    """The database's shape."""


@database.command("upgrade")
@with_portal
def upgrade_database() -> None:
    """Make or upgrade the database, and enter what the product comes with: playbooks, courses, the policy."""
    bring_up_to_date()


def bring_up_to_date() -> None:
    """The database's shape, and what ships with the product."""
    upgrade(db.engine)
    rooms: list[Feature] = current_app.extensions["bansou_rooms"]
    with unit_of_work(EVERY_TENANT):
        for room in rooms:
            for enter in room.shipped:
                enter(PORTAL)


def weigh() -> None:
    """Let the database look at how its tables are filled, after much was written at once."""
    weigh_tables(db.engine)
