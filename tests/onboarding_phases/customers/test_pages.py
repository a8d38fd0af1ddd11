"""Who sees which customer, and what people do on the pages."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from portal.people import Role
from tests.browsing import Browser
from tests.factories.customers import make_customer
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
FACTS = {
    "name": "富士見農園",
    "industry": "A",
    "prefecture": "長野県",
    "language": "ja",
    "product": "accounting",
    "onboarding_start": "2026-12-11",
    "annual_value": "2780000",
    "effort": "2",
    "required_tier": "2",
    "priority": "1",
    "need_process_design": "3",
}


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


def customers():
    with unit(write=False) as session:
        found = session.scalars(select(Customer).order_by(Customer.id)).all()
        session.expunge_all()
    return found


def test_the_list_shows_what_an_allocation_needs(manager):
    make_customer(name="Minato Design", effort=3, annual_value=1_730_000)

    page = manager.get("/customers").text

    assert "Minato Design" in page
    assert "1,730,000" in page


@pytest.mark.parametrize("query", ["q=hinoki", "q=C9", "product=payroll", "industry=B", "prefecture=京都府"])
def test_a_filter_leaves_what_fits_it(manager, query):
    make_customer(name="Hinoki", code="C9X", product="payroll", industry="B", prefecture="京都府")
    make_customer(name="Somebody else", code="ZZZ")

    page = manager.get(f"/customers?{query}").text

    assert "Hinoki" in page
    assert "Somebody else" not in page


@pytest.mark.parametrize("order", ["code", "name", "start", "value", "effort", "priority"])
def test_the_list_is_ordered_both_ways(manager, order):
    make_customer(name="Aone", code="A1", onboarding_start=date(2026, 12, 1), annual_value=1, effort=1)
    make_customer(name="Zone", code="Z1", onboarding_start=date(2026, 12, 2), annual_value=2, effort=2, priority=1)

    up, down = (manager.get(f"/customers?sort={sign}{order}").text for sign in ("", "-"))

    assert up.index("Aone") < up.index("Zone")
    assert down.index("Zone") < down.index("Aone")


def test_a_long_list_comes_in_pages(manager):
    for _each in range(26):
        make_customer()

    assert "1–25 of 26" in manager.get("/customers").text
    assert "26–26 of 26" in manager.get("/customers?page=2").text


@pytest.mark.parametrize(("role", "column"), [(Role.SALES, "sales_owner_id"), (Role.CS_MEMBER, "cs_owner_id")])
def test_owners_see_their_own_customers_only(login, role, column):
    reader, teammate = make_user(role), make_user(role)
    ours, theirs = make_customer(**{column: reader.id}), make_customer(name="Canary", **{column: teammate.id})
    browser = login(reader)

    assert browser.get(f"/customers/{ours.public_code}").status_code == 200
    assert browser.get(f"/customers/{theirs.public_code}").status_code == 404
    assert browser.get(f"/customers/{theirs.public_code}/edit").status_code == 404
    for address in ("/customers", "/customers/export.csv", "/customers?q=Canary"):
        assert "Customer" in browser.get("/customers").text
        assert b"Canary</a>" not in browser.get(address).data
        assert b",Canary," not in browser.get(address).data


@pytest.mark.parametrize("address", ["/customers", "/customers/{}", "/customers/{}/edit", "/customers/export.csv"])
def test_a_firm_reaches_no_customer(login, address):
    customer = make_customer()

    answer = login(make_partner_manager(make_partner())).get(address.format(customer.public_code))

    assert answer.status_code == 403
    assert customer.name not in answer.text


def test_the_vendors_number_is_no_address(manager):
    assert manager.get(f"/customers/{make_customer(code='C000001').code}").status_code == 404


def test_a_registered_customer_has_what_the_form_said(manager):
    answer = manager.send("/customers/new", data={**FACTS, "code": "C000181"})

    assert answer.status_code == 303
    (customer,) = customers()
    assert (customer.code, customer.effort, customer.needs) == ("C000181", 2, {"process_design": 3})
    assert answer.location.endswith(customer.public_code)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": ""}, 422),
        ({"industry": "U"}, 422),
        ({"prefecture": "長野"}, 422),
        ({"effort": "4"}, 422),
        ({"onboarding_start": "2026-02-30"}, 422),
        ({"need_process_design": "101"}, 422),
        ({"annual_value": "-1"}, 422),
        ({"preferred_partners": "P9999"}, 409),
        ({"code": "c 1"}, 409),
    ],
)
def test_a_wrong_entry_is_kept_and_nothing_is_written(manager, change, status):
    answer = manager.send("/customers/new", data={**FACTS, "code": "C000181", **change})

    assert answer.status_code == status
    assert "error-summary" in answer.text
    assert customers() == []


def test_whoever_of_sales_enters_a_customer_owns_it(login, app):
    seller = make_user(Role.SALES)
    browser = Browser(app, login(seller))

    answer = browser.send("/customers/new", data={**FACTS, "code": "C000181"})

    assert customers()[0].sales_owner_id == seller.id
    assert browser.get(answer.location).status_code == 200


def test_the_second_of_two_editors_is_told(manager):
    customer = make_customer()
    address = f"/customers/{customer.public_code}/edit"
    assert manager.send(address, data={**FACTS, "version": "1"}).status_code == 303

    answer = manager.send(address, data={**FACTS, "name": "Mine", "version": "1"})

    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert customers()[0].name == "富士見農園"


def test_a_manager_assigns_owners(manager):
    customer, member = make_customer(), make_user(Role.CS_MEMBER)
    page = f"/customers/{customer.public_code}"

    answer = manager.send(f"{page}/owners", page=page, data={"sales_owner": "", "cs_owner": str(member.id)})

    assert answer.status_code == 303
    assert customers()[0].cs_owner_id == member.id
    assert member.name in manager.get("/customers").text


def test_a_firms_person_owns_no_customer(manager):
    customer, stranger = make_customer(), make_partner_manager(make_partner())
    page = f"/customers/{customer.public_code}"

    answer = manager.send(f"{page}/owners", page=page, data={"sales_owner": "", "cs_owner": str(stranger.id)})

    assert answer.status_code == 422
    assert customers()[0].cs_owner_id is None


@pytest.mark.parametrize("role", [Role.SALES, Role.CS_MEMBER, Role.AUDITOR])
def test_only_managers_assign_owners(login, app, role):
    reader = make_user(role)
    customer = make_customer(sales_owner_id=reader.id, cs_owner_id=reader.id)
    browser = Browser(app, login(reader))

    answer = browser.send(f"/customers/{customer.public_code}/owners", page="/customers", data={"cs_owner": ""})

    assert answer.status_code == 403
