"""The partners file and the capacity file, taken in and given back."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from partners.exchange.services import import_capacity, import_partners
from partners.models import Capacity, Partner
from partners.queries import tier_of
from partners.tables import CAPACITY, PARTNERS
from portal.exchange.queries import exchanges_by_kind, exported
from portal.exchange.values import Outcome
from portal.people import PORTAL
from portal.tables.problems import InputProblems
from portal.tables.reading import read_table
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from tests.factories.partners import make_capacity, make_partner
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")
SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "partners.csv"
HEADER = (
    "partner_code,name,kind,corporate_number,invoice_number,prefectures,languages,products,industries,"
    "strengths,tier,capacity,min_volume,status,contract_until,outcome"
)
ROW = {
    "partner_code": "P0001",
    "name": "青葉会計",
    "kind": "tax_accountant",
    "corporate_number": "3200034522787",
    "invoice_number": "T3200034522787",
    "prefectures": "福岡県;*",
    "languages": "ja;en",
    "products": "accounting",
    "industries": "G:1;I:2",
    "strengths": "api_integration:1",
    "tier": "2",
    "capacity": "18",
    "min_volume": "0",
    "status": "active",
    "contract_until": "2028-08-20",
    "outcome": "0.53",
}


def file_of(*rows, encoding="utf-8"):
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER.split(","))
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return out.getvalue().encode(encoding)


def take_in(content, schema=PARTNERS, apply=import_partners):
    with unit():
        return apply(schema.parse(read_table(content, name="partners.csv")), PORTAL)


def stated(code="P0001"):
    with unit(write=False) as session:
        rows = session.execute(
            select(Capacity.month, Capacity.stated)
            .join(Partner, Partner.id == Capacity.partner_id)
            .where(Partner.code == code)
            .order_by(Capacity.month)
        )
        return {f"{month:%Y-%m}": slots for month, slots in rows}


def test_the_sample_comes_in_once():
    first, second = take_in(SAMPLE.read_bytes()), take_in(SAMPLE.read_bytes())

    assert first == Outcome(24, 0, 0)
    assert second == Outcome(0, 0, 24)


def test_a_row_says_everything_about_a_firm():
    take_in(file_of({}))

    with unit(write=False) as session:
        partner = session.scalars(select(Partner)).one()
        assert partner.prefectures == ["福岡県"]
        assert partner.is_remote
        assert partner.industries == {"G": 1, "I": 2}
        assert (partner.stated_outcome, partner.status) == (0.53, "active")
        assert tier_of(partner.id, date(2026, 11, 24)) == 2
    assert list(stated().values()) == [18] * 7


def test_a_changed_row_changes_profile_tier_status_and_the_next_month():
    take_in(file_of({}))

    outcome = take_in(
        file_of({"name": "青葉会計事務所", "tier": "3", "status": "paused", "capacity": "20", "outcome": ""})
    )

    assert outcome == Outcome(0, 1, 0)
    with unit(write=False) as session:
        partner = session.scalars(select(Partner)).one()
        assert (partner.name, partner.status, partner.stated_outcome) == ("青葉会計事務所", "paused", 0.53)
        assert tier_of(partner.id, date(2026, 11, 24)) == 3
    assert stated()["2026-12"] == 20
    assert stated()["2027-01"] == 18


@pytest.mark.parametrize(
    ("change", "column", "word"),
    [
        ({"industries": "G:6"}, "industries", "1"),
        ({"strengths": "x:0"}, "strengths", "1"),
        ({"corporate_number": "1200034522787"}, "corporate_number", "check digit"),
        ({"prefectures": "福岡"}, "prefectures", "北海道"),
        ({"contract_until": "2028-02-30"}, "contract_until", "29"),
        ({"kind": "bakery"}, "kind", "tax_accountant"),
        ({"status": "asleep"}, "status", "active"),
        ({"tier": "0"}, "tier", "1"),
        ({"languages": "de"}, "languages", "ja"),
        ({"partner_code": "lower"}, "partner_code", "capital"),
        ({"name": ""}, "name", "empty"),
    ],
)
def test_a_bad_row_is_named_with_what_would_be_right(change, column, word):
    table = read_table(file_of({}, {"partner_code": "P0002", **change}), name="partners.csv")
    english = (the_app().app_context(), force_locale("en"))

    with english[0], english[1], pytest.raises(InputProblems) as refused, unit_of_work(EVERY_TENANT):
        import_partners(PARTNERS.parse(table), PORTAL)

    (problem,) = refused.value.problems
    assert (problem.row, problem.column) == (3, column)
    with the_app().app_context(), force_locale("en"):
        assert word in problem.as_line()


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(InputProblems) as refused:
        take_in(file_of({}, {}))

    assert refused.value.problems[0].row == 3


def test_a_status_that_does_not_follow_is_refused():
    take_in(file_of({"status": "ended"}))

    with pytest.raises(InputProblems) as refused:
        take_in(file_of({"status": "active"}))

    assert refused.value.problems[0].column == "status"


def test_slots_below_what_is_promised_are_refused():
    partner = make_partner(code="P0001")
    make_capacity(partner, stated=18, accepted=17)

    with pytest.raises(InputProblems) as refused:
        take_in(file_of({"capacity": "16"}))

    assert refused.value.problems[0].column == "capacity"


def test_cp932_with_full_width_digits_and_japanese_dates_is_read():
    content = file_of({"tier": "２", "contract_until": "令和10年8月20日"}, encoding="cp932")

    assert take_in(content) == Outcome(1, 0, 0)
    with unit(write=False) as session:
        assert session.scalars(select(Partner.contract_until)).one() == date(2028, 8, 20)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_back_unchanged(form):
    take_in(SAMPLE.read_bytes())
    with unit(write=False):
        content = exported(exchanges_by_kind()["partners"], form)

    assert take_in(content) == Outcome(0, 0, 24)
    assert content.startswith(b"\xef\xbb\xbfpartner_code,name,kind" if form == "csv" else b"PK")


def test_capacity_is_stated_month_by_month():
    make_partner(code="P0001")
    content = b"partner_code,month,slots\nP0001,2026-12,4\nP0001,2027/1,5\n"

    assert take_in(content, CAPACITY, import_capacity) == Outcome(2, 0, 0)
    assert take_in(content, CAPACITY, import_capacity) == Outcome(0, 0, 2)
    assert take_in(content.replace(b",5", b",6"), CAPACITY, import_capacity) == Outcome(0, 1, 1)
    assert stated() == {"2026-12": 4, "2027-01": 6}


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (b"P9999,2026-12,4\n", "partner_code"),
        (b"P0001,2026-10,4\n", "month"),
        (b"P0001,2026-13,4\n", "month"),
        (b"P0001,2026-12,-1\n", "slots"),
        (b"P0001,2027-01,1\nP0001,2027-01,2\n", "month"),
        (b"P0001,2026-12,2\n", "slots"),
    ],
)
def test_bad_capacity_is_named_and_not_written(rows, column):
    make_capacity(make_partner(code="P0001"), stated=5, accepted=3)

    with pytest.raises(InputProblems) as refused:
        take_in(b"partner_code,month,slots\n" + rows, CAPACITY, import_capacity)

    assert [problem.column for problem in refused.value.problems] == [column]
    assert stated() == {"2026-12": 5}


def test_capacity_goes_out_by_firm_and_month():
    make_capacity(make_partner(code="P0001"), stated=5)
    with unit(write=False):
        content = exported(exchanges_by_kind()["capacity"], "csv").decode("utf-8-sig")

    assert content.splitlines() == ["partner_code,month,slots", "P0001,2026-12,5"]
