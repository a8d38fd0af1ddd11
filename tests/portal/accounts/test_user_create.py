"""`bansou user create`."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from portal.accounts.cli import user
from portal.accounts.queries import find_user
from portal.people import Role
from tests.browsing import Browser
from tests.factories.accounts import make_member
from tests.factories.partners import make_partner
from tests.world import unit

PASSWORD = "seven green onions"


@pytest.fixture
def run(app):
    """Run the command in the application's own context, as the command line does."""

    def call(*args: str, password: str = PASSWORD):
        group = click.Group("bansou", {"user": user})
        line = ["user", "create", *args]
        return CliRunner().invoke(group, line, obj=lambda: app, env={"BANSOU_USER_PASSWORD": password, "LANG": "en"})

    return call


def test_a_person_of_the_vendor_is_created_and_logs_in(run, app):
    answer = run("Chief@Vendor.example", "--name", "Chief", "--role", "admin")

    assert answer.exit_code == 0
    assert Browser(app).log_in("chief@vendor.example", PASSWORD).status_code == 303


def test_a_person_of_a_firm_is_created(run):
    firm = make_partner()

    run("boss@firm.example", "--name", "Boss", "--role", "partner_manager", "--tenant", str(firm.id))

    with unit(write=False):
        found = find_user("boss@firm.example")
        assert (found.role, found.partner_id) == (Role.PARTNER_MANAGER, firm.id)


@pytest.mark.parametrize(
    ("args", "password"),
    [
        (["nobody", "--name", "X", "--role", "admin"], PASSWORD),
        (["a@b.example", "--name", " ", "--role", "admin"], PASSWORD),
        (["a@b.example", "--name", "X", "--role", "king"], PASSWORD),
        (["a@b.example", "--name", "X", "--role", "consultant"], PASSWORD),
        (["a@b.example", "--name", "X", "--role", "consultant", "--tenant", "999"], PASSWORD),
        (["a@b.example", "--name", "X", "--role", "admin"], "short"),
        (["taken@b.example", "--name", "X", "--role", "admin"], PASSWORD),
    ],
    ids=str,
)
def test_wrong_input_ends_with_two_and_writes_nothing(run, args, password):
    make_member(email="taken@b.example")

    answer = run(*args, password=password)

    assert answer.exit_code == 2
    assert "Error:" in answer.output
    with unit(write=False):
        assert find_user("a@b.example") is None
