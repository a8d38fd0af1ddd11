"""A file is checked first, and then exactly what was checked is imported."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from onboarding_phases.customers.models import Customer
from portal import clock
from portal.audit.models import AuditEntry
from portal.exchange.models import ImportDraft
from portal.people import Role
from tests.browsing import Browser
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
HEADER = "customer_code,name,industry,employees,prefecture,language,product,plan,contract_start,onboarding_start"
HEADER += ",annual_value,effort,needs,required_tier,priority,preferred_partners,excluded_partners\n"
ROW = "C{:06},Minato,N,4,東京都,en,hr_payroll,standard,2026-12-07,2026-12-16,1730000,2,process_design:4,1,0,,\n"


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


def upload(browser, content, name="customers.csv", kind="customers"):
    body = content if isinstance(content, bytes) else (HEADER + content).encode()
    return browser.send(f"/{kind}/import", data={"file": (io.BytesIO(body), name)})


def count(model=Customer):
    with unit(write=False) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_file_without_faults_is_shown_and_not_written(manager):
    make_customer(code="C000002", name="Somebody")

    answer = upload(manager, ROW.format(1) + ROW.format(2))
    page = manager.get(answer.location).text

    assert answer.status_code == 303
    assert "All 2 rows are right. Nothing has been written yet" in page
    assert page.count("<dd>1 <small>rows</small></dd>") == 2
    assert count() == 1


def test_what_was_checked_is_imported_once(manager):
    draft = upload(manager, ROW.format(1)).location

    answer = manager.send(draft)

    assert (answer.status_code, answer.location) == (303, "/customers")
    assert (count(), count(ImportDraft)) == (1, 0)
    with unit(write=False) as session:
        assert "TableImported" in session.scalars(select(AuditEntry.event)).all()
    assert manager.get(draft).status_code == 404


def test_the_same_file_twice_makes_no_duplicates(manager):
    manager.send(upload(manager, ROW.format(1)).location)

    page = manager.get(upload(manager, ROW.format(1)).location).text

    assert page.count("<dd>0 <small>rows</small></dd>") == 2
    assert count() == 1


def test_one_bad_row_in_five_thousand_keeps_all_out(manager):
    rows = [ROW.format(number) for number in range(1, 5001)]
    rows[4321] = rows[4321].replace(",2,process", ",7,process")

    answer = upload(manager, "".join(rows))

    assert answer.status_code == 422
    assert "1 row has mistakes. Nothing has been written" in answer.text
    assert '<th scope="row" class="num">4323</th>' in answer.text
    assert '<span class="val">7</span>' in answer.text
    assert (count(), count(ImportDraft)) == (0, 0)


def test_mistakes_of_cells_and_of_rules_are_told_at_once(manager):
    rows = [ROW.format(number) for number in (1, 2, 3)]
    rows[0], rows[2] = rows[0].replace(",en,", ",de,"), rows[2].replace(",2,process", ",7,process")

    page = upload(manager, "".join(rows)).text

    assert "2 rows have mistakes" in page
    assert "Languages are ja, en, zh, ko and vi." in page
    assert (count(), count(AuditEntry)) == (0, 0)


def test_a_check_leaves_no_trace(manager):
    with unit(write=False) as session:
        before = session.scalar(select(func.count()).select_from(AuditEntry))

    upload(manager, ROW.format(1))

    assert count(AuditEntry) == before


def test_data_that_changed_since_the_check_is_shown_again(manager):
    draft = upload(manager, ROW.format(1)).location
    make_customer(code="C000001", name="Entered meanwhile")

    answer = manager.send(draft)

    assert answer.location == draft
    page = manager.get(draft).text
    assert "The data has changed" in page
    with unit(write=False) as session:
        assert session.scalars(select(Customer.name)).one() == "Entered meanwhile"


def test_a_file_that_became_wrong_is_refused(manager):
    row = ROW.format(1).replace(",0,,", ",0,P0001,")
    with_partner = upload(manager, row)

    assert with_partner.status_code == 422
    assert "There is no partner P0001." in with_partner.text


def test_a_draft_belongs_to_one_person(login, app, manager):
    draft = upload(manager, ROW.format(1)).location
    other = Browser(app, login(make_user()))

    assert other.get(draft).status_code == 404
    assert other.send(draft, page="/customers/import").status_code == 404
    assert count() == 0


def test_a_draft_of_one_kind_is_none_of_another(manager):
    draft = upload(manager, ROW.format(1)).location

    assert manager.get(draft.replace("customers", "partners")).status_code == 404


def test_a_draft_expires_and_is_swept_away(manager):
    draft = upload(manager, ROW.format(1)).location

    with clock.at(clock.now() + timedelta(hours=25)):
        assert manager.get(draft).status_code == 404
        upload(manager, ROW.format(2))
    assert count(ImportDraft) == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "The file is empty."),
        (HEADER.encode(), "no rows below its header"),
        (b"name,industry\nMinato,N\n", "customer_code"),
        (b"\xd0\xcf\x11\xe0old", "old Excel workbook"),
        (b"PK\x03\x04broken", "damaged"),
        (b"%PDF-1.7", "not a table"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_a_reason(manager, content, word):
    answer = upload(manager, content)

    assert answer.status_code == 422
    assert word in answer.text


def test_no_file_is_a_mistake_beside_the_field(manager):
    answer = manager.send("/customers/import", data={})

    assert answer.status_code == 422
    assert "Choose a CSV or XLSX file." in answer.text


def test_a_name_of_a_file_is_shown_as_text(manager):
    draft = upload(manager, ROW.format(1), name="C:\\files\\<b>顧客<b>.csv").location

    page = manager.get(draft).text

    assert "&lt;b&gt;顧客&lt;b&gt;.csv" in page
    assert "C:" not in page


def test_an_unknown_column_is_named(manager):
    content = HEADER.replace("\n", ",mood\n") + ROW.format(1).replace(",,\n", ",,,sunny\n")

    assert "mood" in manager.get(upload(manager, content.encode()).location).text


@pytest.mark.parametrize(("form", "start"), [("csv", b"\xef\xbb\xbfcustomer_code"), ("xlsx", b"PK")])
def test_an_export_is_a_file(manager, form, start):
    answer = manager.get(f"/customers/export.{form}")

    assert answer.data.startswith(start)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=customers-20261124.{form}"


def test_an_export_keeps_the_filters_of_the_list(manager):
    make_customer(name="Hinoki", product="payroll")
    make_customer(name="Canary", product="accounting")

    content = manager.get("/customers/export.csv?product=payroll").text

    assert "Hinoki" in content
    assert "Canary" not in content


@pytest.mark.parametrize("role", [Role.SALES, Role.CS_MEMBER, Role.AUDITOR])
@pytest.mark.parametrize("kind", ["customers", "partners", "capacity"])
def test_only_managers_import(login, app, role, kind):
    browser = Browser(app, login(make_user(role)))

    assert browser.get(f"/{kind}/import").status_code == 403
