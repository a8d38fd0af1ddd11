"""Tokens from the command line."""

from __future__ import annotations

from datetime import timedelta

import click
from flask_babel import gettext as _

from portal import clock
from portal.accounts.queries import find_user
from portal.api.queries import scopes_by_name
from portal.api.services import make_token
from portal.commands import with_portal
from portal.errors import RuleViolation
from portal.people import PORTAL
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work


@click.group("token")
def token() -> None:
    """Access of other systems."""


@token.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", required=True, multiple=True, help="Such as usage:write; may be said again.")
@click.option("--days", type=click.IntRange(min=1), default=365, show_default=True, help="How long it is good.")
@with_portal
def create(email: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token that acts for the person with EMAIL, and print it this once."""
    try:
        with unit_of_work(EVERY_TENANT):
            user = find_user(email)
            if user is None:
                raise click.BadParameter(_("there is nobody with this mail address"), param_hint="EMAIL")
            _check_known(scopes)
            last_on = clock.today() + timedelta(days=days)
            _made, secret = make_token(name=name, user_id=user.id, scopes=scopes, last_on=last_on, actor=PORTAL)
    except RuleViolation as refusal:
        raise click.UsageError(str(refusal)) from refusal
    click.echo(_("Keep this token; it is not shown again."), err=True)
    click.echo(secret)


def _check_known(scopes: tuple[str, ...]) -> None:
    known = scopes_by_name()
    for scope in scopes:
        if scope not in known:
            raise click.BadParameter(
                _("one of these is right: %(words)s", words=", ".join(known)), param_hint="--scope"
            )
