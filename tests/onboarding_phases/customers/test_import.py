"""The customers file, taken in and given back."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import g
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.services import import_customers
from onboarding_phases.customers.tables import CUSTOMERS
from portal.exchange.queries import exchanges_by_kind, exported
from portal.exchange.values import Outcome
from portal.people import PORTAL, Role
from portal.tables.problems import InputProblems
from portal.tables.reading import read_table
from tests.factories.customers import make_customer
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
SAMPLE = Path(__file__).resolve().parents[3] / "docs" / "samples" / "customers.csv"
HEADER = "customer_code,name,industry,prefecture,language,product,onboarding_start,effort,needs,preferred_partners"
COLUMNS = "employees,plan,contract_start,annual_value,required_tier,priority,excluded_partners"
ROW = "C000001,富士見農園,P,東京都,ja,invoicing,2026-12-11,1,process_design:2,,38,advance,2026-12-02,2780000,1,0,\n"


def take_in(*rows, header=f"{HEADER},{COLUMNS}\n", encoding="utf-8"):
    content = rows[0] if isinstance(rows[0], bytes) else (header + "".join(rows)).encode(encoding)
    with unit():
        return import_customers(CUSTOMERS.parse(read_table(content, name="customers.csv")), PORTAL)


def make_sample_partners():
    for number in range(1, 25):
        make_partner(code=f"P{number:04}")


def test_the_sample_comes_in_once():
    make_sample_partners()

    assert take_in(SAMPLE.read_bytes()) == Outcome(180, 0, 0)
    assert take_in(SAMPLE.read_bytes()) == Outcome(0, 0, 180)


def test_a_changed_row_changes_the_customer_and_keeps_its_owners():
    member = make_user(Role.CS_MEMBER)
    make_customer(code="C000001", cs_owner_id=member.id)

    assert take_in(ROW) == Outcome(0, 1, 0)

    with unit(write=False) as session:
        customer = session.scalars(select(Customer)).one()
        assert (customer.name, customer.plan, customer.cs_owner_id) == ("富士見農園", "advance", member.id)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("P,東京都", "X,東京都", "industry"),
        ("東京都", "東京", "prefecture"),
        (",ja,", ",de,", "language"),
        ("2026-12-11,1", "2026-12-11,4", "effort"),
        ("2026-12-11", "2026-11-31", "onboarding_start"),
        ("process_design:2", "process_design", "needs"),
        (":2,,", ":2,P9999,", "preferred_partners"),
        ("C000001", "c1", "customer_code"),
        ("2780000", "2780000000000000", "annual_value"),
        (",1,0,\n", ",6,0,\n", "required_tier"),
    ],
)
def test_a_bad_row_is_named_and_none_is_written(old, new, column):
    good = ROW.replace("C000001", "C000002")
    with pytest.raises(InputProblems) as refused:
        take_in(good, ROW.replace(old, new, 1))

    (problem,) = refused.value.problems
    assert (problem.row, problem.column) == (3, column)
    with unit(write=False) as session:
        assert session.scalars(select(Customer)).all() == []


def test_cp932_is_read():
    assert take_in(ROW, encoding="cp932") == Outcome(1, 0, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["=1+1", "+81", "-x", "@home", "'quoted", "＝全角", "株式会社\u3000A\tB"])
def test_every_name_goes_out_neutral_and_comes_back_as_it_was(form, name):
    make_customer(name=name)
    with unit(write=False):
        g.reader = PORTAL
        content = exported(exchanges_by_kind()["customers"], form)

    assert take_in(content) == Outcome(0, 0, 1)
    if form == "csv" and name[0] in "=+-@'＝":
        assert f"'{name}" in content.decode("utf-8-sig")
