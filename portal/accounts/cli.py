"""Accounts from the command line."""

from __future__ import annotations

import click
from flask_babel import gettext as _

from portal.accounts.hashing import hash_password
from portal.accounts.rules import check_password, clean_address
from portal.accounts.users.services import create_user
from portal.commands import with_portal
from portal.errors import RuleViolation
from portal.people import PORTAL, Role
from portal.settings import LOCALES
from portal.tenancy import EVERY_TENANT, Tenant
from portal.units import unit_of_work


@click.group("user")
def user() -> None:
    """People with an account."""


@user.command("create")
@click.argument("email")
@click.option("--name", required=True, help="As other people read it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--tenant", type=int, help="The number of the firm, for the roles of a firm.")
@click.option("--locale", type=click.Choice(LOCALES), help="The language of pages and mail.")
@click.password_option(envvar="BANSOU_USER_PASSWORD", help="Asked for unless BANSOU_USER_PASSWORD holds it.")
@with_portal
def create(email: str, name: str, role: str, tenant: int | None, locale: str | None, password: str) -> None:
    """Give EMAIL an account with a password."""
    try:
        check_password(password, email=clean_address(email))
        with unit_of_work(EVERY_TENANT) as session:
            if tenant is not None and session.get(Tenant, tenant) is None:
                raise click.BadParameter(_("there is no firm with this number"), param_hint="--tenant")
            create_user(
                email=email,
                name=name,
                role=Role(role),
                partner_id=tenant,
                locale=locale,
                password_hash=hash_password(password),
                actor=PORTAL,
            )
    except RuleViolation as refusal:
        raise click.UsageError(str(refusal)) from refusal
    click.echo(_("%(email)s may log in.", email=clean_address(email)))
