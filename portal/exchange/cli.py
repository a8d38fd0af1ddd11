"""`bansou import` and `bansou export`: tables in and out, by the same rules as the pages."""

from __future__ import annotations

from pathlib import Path

import click
from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.commands import tell, with_portal
from portal.exchange.queries import exchanges_by_kind, exported
from portal.exchange.services import import_table, try_out
from portal.exchange.values import Exchange
from portal.people import PORTAL
from portal.tables.reading import read_table
from portal.tables.saving import write_whole
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command("import", help=str(_l("Import a table from a CSV or XLSX file: all of it, or nothing.")))
@click.argument("kind")
@FILE
@click.option("--dry-run", is_flag=True, help=str(_l("Check the file and write nothing.")))
@with_portal
def import_command(kind: str, file: Path, dry_run: bool) -> None:
    """Read, check and write in one transaction."""
    exchange = _exchange(kind, importing=True)
    table = read_table(file)
    with unit_of_work(EVERY_TENANT):
        trial = (try_out if dry_run else import_table)(exchange, table, actor=PORTAL)
    tell(trial.warnings)
    click.echo(_told(dry_run) % vars(trial.outcome))


def _told(dry_run: bool) -> str:
    text: str = (
        _("Would create %(created)s, change %(changed)s and leave %(unchanged)s as they are. Nothing was written.")
        if dry_run
        else _("Created %(created)s, changed %(changed)s, left %(unchanged)s as they were.")
    )
    return text


@click.command("export", help=str(_l("Export a table to a CSV file, or to XLSX where the file's name says so.")))
@click.argument("kind")
@FILE
@with_portal
def export_command(kind: str, file: Path) -> None:
    """Write the whole table."""
    exchange = _exchange(kind, importing=False)
    g.reader = PORTAL
    with unit_of_work(EVERY_TENANT, write=False):
        content = exported(exchange, "xlsx" if file.suffix.lower() == ".xlsx" else "csv")
    write_whole(file, content)


def _exchange(kind: str, *, importing: bool) -> Exchange:
    brought = exchanges_by_kind().values()
    able = {item.kind: item for item in brought if (item.apply if importing else item.rows) is not None}
    if kind not in able:
        told = {"kind": kind, "kinds": ", ".join(sorted(able))}
        raise click.UsageError(_("%(kind)s is no kind of table. One of these is right: %(kinds)s.", **told))
    return able[kind]
