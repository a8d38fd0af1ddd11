"""`bansou demo`."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask_babel import lazy_gettext as _l

from demo.loading import is_empty, load
from demo.people import VENDOR
from demo.scale import LARGE
from portal.cli import bring_up_to_date, weigh
from portal.commands import with_portal
from portal.settings import Settings


@click.command("demo", help=str(_l("Load the demo into an empty database.")))
@click.option("--size", type=click.Choice(["small", "large"]), default="small")
@click.option("--seed", type=int, default=20261123)
@click.option("--if-empty", is_flag=True, help=str(_l("Do nothing where there is data already.")))
@click.option("--upgrade", "upgrades", is_flag=True, help=str(_l("Bring the database up to date first.")))
@with_portal
def demo(size: str, seed: int, if_empty: bool, upgrades: bool) -> None:
    """Load it and print the logins."""
    if upgrades:
        bring_up_to_date()
    if not is_empty():
        if if_empty:
            return
        click.echo(
            "bansou demo: the database holds data already; point BANSOU_DATABASE_URL at an empty one", err=True
        )
        sys.exit(2)
    settings: Settings = current_app.extensions["bansou_settings"]
    password = load(seed=seed, password=settings.demo_password, scale=LARGE if size == "large" else None)
    weigh()
    click.echo("\n".join(_logins(password, shown=settings.demo_password is None)))


def _logins(password: str, *, shown: bool) -> list[str]:
    vendor = [f"  {word}@vendor.example" for word in VENDOR]
    firms = ["  manager@p0001.example", "  consultant@p0001.example", "  …"]
    told = password if shown else "as BANSOU_DEMO_PASSWORD says"
    return ["Demo logins:", *vendor, *firms, f"Password of all: {told}"]
