"""Every export × every user text × what a spreadsheet would run: neutral as a file, and it comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import String, select, update

from portal.database import Model
from portal.people import Role
from portal.tables.marks import FORMULA_STARTS
from portal.tables.reading import read_table
from tests.architecture.sweeping import addresses
from tests.factories.three_firms import ThreeFirms
from tests.world import unit

pytestmark = pytest.mark.one_database

# Words that people write and that exports carry, by table.
USER_TEXTS = {
    "customers": ("name", "plan"),
    "partners": ("name",),
    "onboardings": ("customer_name",),
    "consultants": ("name",),
    "usage_records": ("metric",),
}
READERS = ("cs_manager", "auditor", "Anzu_manager")


def exports(made: ThreeFirms) -> list[str]:
    """Every address that answers with a table."""
    found = [address for address in addresses(made.app, made) if address.method == "GET"]
    tables = [one for one in found if "csv" in one.rule.rpartition("/")[2]]
    paths = {one.path(row.value) for one in tables for row in one.rows(made)[:1]}
    return sorted(paths | {path.replace("export.csv", "export.xlsx") for path in paths})


@pytest.fixture
def attacked(made, request):
    """The three firms with one dangerous beginning before every text that people write; put back afterwards."""
    kept = {}
    with unit() as session:
        for mapper in Model.registry.mappers:
            names = USER_TEXTS.get(mapper.local_table.name, ())
            assert all(isinstance(mapper.local_table.c[name].type, String) for name in names)
            for row in session.scalars(select(mapper.class_)) if names else ():
                kept[mapper.class_, row.id] = {name: getattr(row, name) for name in names}
                values = {name: f"{request.param}1+1 {getattr(row, name)}" for name in names}
                session.execute(update(mapper.class_).where(mapper.class_.id == row.id).values(**values))
    yield request.param
    with unit() as session:
        for (model, row_id), values in kept.items():
            session.execute(update(model).where(model.id == row_id).values(**values))


def cells_of(body: bytes, path: str) -> list[str]:
    if path.endswith("xlsx"):
        rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        return [cell for row in rows for cell in row if isinstance(cell, str)]
    return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")) for cell in row]


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("attacked", FORMULA_STARTS, indirect=True)
def test_no_export_hands_a_spreadsheet_something_to_run(made, attacked):
    seen = carrying = 0
    for name in READERS:
        client = made.browser(name)
        for path in exports(made):
            answer = client.get(path)
            if answer.status_code != 200:
                continue
            cells = cells_of(answer.data, path)
            seen += 1
            loose = [cell for cell in cells if cell.startswith(FORMULA_STARTS) and not is_number(cell)]
            assert loose == [], (name, path)
            told = [cell for row in read_table(answer.data).rows for cell in row.cells.values()]
            carrying += any(cell.startswith(f"{attacked}1+1 ") for cell in told)
    assert seen >= 20
    assert carrying >= 10


@pytest.mark.parametrize("attacked", ["="], indirect=True)
def test_an_export_that_forgets_the_mark_is_found_out(made, attacked, monkeypatch):
    monkeypatch.setattr("portal.tables.writing.neutral", lambda value: value)
    client = made.browser("cs_manager")

    cells = cells_of(client.get("/customers/export.csv").data, "csv")

    assert any(cell.startswith("=1+1 ") for cell in cells)


def test_the_readers_of_this_sweep_are_of_both_sides(made):
    assert {made.people[name].role for name in READERS} == {Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER}
