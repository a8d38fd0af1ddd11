"""The effort that a profile suggests: rules by hand, evidence before rules, and the person who decides."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select

from onboarding_phases.customers.defaults import EFFORT
from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.services import keep_evidence
from onboarding_phases.customers.suggesting import Evidence, Profile, size_of, suggest
from portal.audit.models import AuditEntry
from tests.browsing import Browser
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.onboarding_phases.customers.test_import import COLUMNS, HEADER
from tests.onboarding_phases.customers.test_pages import FACTS
from tests.world import unit

NUMBERS = EFFORT.values()
ROW = "H-{n},Firm {n},J,東京都,ja,accounting,2026-12-11,{effort},,,400,,2026-12-02,2780000,1,0,\n"


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


def last_entry(event):
    with unit() as session:
        return session.scalars(
            select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.id.desc())
        ).first()


@pytest.mark.parametrize(
    ("profile", "effort", "points"),
    [
        (Profile("accounting"), 1, 0),
        (Profile("accounting", "I", 49, "standard", 2), 1, 0),
        (Profile("accounting", "I", 50, "standard", 2), 1, 1),
        (Profile("accounting", "I", 50, "standard", 3), 2, 2),
        (Profile("hr_payroll", "I", 299, "standard", 2), 2, 2),
        (Profile("hr_payroll", "J", 299, "Enterprise ", 2), 3, 4),
        (Profile("accounting", "I", 300, "standard", 6), 3, 4),
        (Profile("hr_payroll", "P", 5000, "enterprise", 9), 3, 7),
        (Profile("year_end", "", None, "a plan of our own", 0), 1, 0),
    ],
)
def test_the_points_of_a_profile_add_up_to_an_effort(profile, effort, points):
    found = suggest(profile, NUMBERS, None)
    assert (found.effort, sum(reason.points for reason in found.reasons)) == (effort, points)
    assert all(reason.points for reason in found.reasons)


def test_every_sign_counts_by_its_own_number():
    profile = Profile("expenses", "T", 10, "starter", 1)
    for name in ("product_expenses", "industry_T", "plan_starter"):
        assert suggest(profile, {**NUMBERS, name: 2}, None).effort == 2
    assert suggest(profile, {**NUMBERS, "employees_1": 10, "needs_1": 1}, None).effort == 2


def test_similar_onboardings_count_from_ten_and_before_the_rules():
    profile = Profile("hr_payroll", "J", 400, "enterprise", 8)
    assert suggest(profile, NUMBERS, Evidence(9, 20)).effort == 3
    assert suggest(profile, NUMBERS, Evidence(10, 20)).effort == 1
    assert [suggest(profile, NUMBERS, Evidence(10, days)).effort for days in (44, 45, 64, 65)] == [1, 2, 2, 3]


def test_a_size_is_told_by_the_bounds_that_give_points():
    assert [size_of(count, NUMBERS) for count in (None, 0, 49, 50, 299, 300)] == [None, 0, 0, 1, 1, 2]
    # Bounds that stand the wrong way round give no third class below the second.
    turned = {**NUMBERS, "employees_1": 300, "employees_2": 50}
    assert [size_of(count, turned) for count in (49, 50, 300)] == [0, 1, 2]


def test_the_form_suggests_when_asked_and_changes_nothing(manager):
    asked = {**FACTS, "employees": "120", "effort": "1", "plan": "enterprise", "suggest": "1", "name": ""}
    answer = manager.send("/customers/new", data=asked)
    assert answer.status_code == 200
    assert "Suggested: 2, because of 120 employees (+1), the plan enterprise (+1)." in answer.text
    assert 'value="120"' in answer.text
    assert '<option selected value="1">1</option>' in answer.text
    with unit() as session:
        assert session.scalars(select(Customer)).all() == []


def test_the_edit_page_shows_what_is_suggested_beside_what_stands(manager):
    customer = make_customer(employees=400, needs={"process_design": 1}, plan="enterprise", effort=1)
    page = manager.get(f"/customers/{customer.public_code}/edit").text
    assert "Suggested: 2, because of 400 employees (+2), the plan enterprise (+1)." in page


def test_evidence_is_told_with_its_cases(manager):
    with unit():
        keep_evidence({("accounting", 0): Evidence(14, 70), ("accounting", 1): Evidence(3, 70)})
    customer = make_customer(employees=20, effort=1)
    page = manager.get(f"/customers/{customer.public_code}/edit").text
    assert "Suggested: 3. The 14 similar onboardings that are finished took 70 working days in the middle." in page


def test_an_empty_form_suggests_nothing(manager):
    assert "Suggested:" not in manager.get("/customers/new").text


def test_the_trail_keeps_who_chose_an_effort_against_which_suggestion(manager):
    data = {**FACTS, "code": "C000181", "employees": "400", "effort": "3"}
    assert manager.send("/customers/new", data=data).status_code == 303
    entry = last_entry("CustomerRegistered")
    assert (entry.values["effort"], entry.values["suggested_effort"]) == (3, 2)
    assert entry.actor_id is not None
    with unit() as session:
        customer = session.scalars(select(Customer)).one()
        assert customer.effort == 3
    page = f"/customers/{customer.public_code}/edit"
    assert manager.send(page, data={**data, "effort": "1", "version": "1"} | {"code": None}).status_code == 303
    entry = last_entry("CustomerChanged")
    assert (entry.values["changes"]["effort"], entry.values["suggested_effort"]) == ([3, 1], 2)
    manager.send(page, data={**data, "effort": "1", "version": "2", "priority": "5"} | {"code": None})
    assert last_entry("CustomerChanged").values["suggested_effort"] is None


def test_an_import_hints_at_rows_that_differ_and_takes_the_file_as_it_is(manager):
    rows = [ROW.format(n=n, effort=1 if n < 13 else 2) for n in range(14)]
    file = (BytesIO((f"{HEADER},{COLUMNS}\n" + "".join(rows)).encode()), "customers.csv")
    answer = manager.send("/customers/import", data={"file": file})
    assert answer.status_code == 303
    page = manager.get(answer.headers["Location"]).text
    assert "row 2, column effort" in page
    assert "It says 1. Suggested: 2, because of 400 employees (+2), the industry Finance and insurance (+1)." in page
    assert "3 more rows differ too." in page
    assert "row 15" not in page
    manager.send(answer.headers["Location"], data={})
    with unit() as session:
        efforts = sorted(session.scalars(select(Customer.effort)))
    assert efforts == [1] * 13 + [2]


def test_who_asks_for_a_suggestion_saves_nothing_even_where_all_is_filled_in(manager):
    data = {**FACTS, "code": "C000181", "suggest": "1"}
    assert manager.send("/customers/new", data=data).status_code == 200
    with unit() as session:
        assert session.scalars(select(Customer)).all() == []
    customer = make_customer(effort=1)
    page = f"/customers/{customer.public_code}/edit"
    assert manager.send(page, data={**FACTS, "effort": "3", "version": "1", "suggest": "1"}).status_code == 200
    with unit() as session:
        assert session.scalars(select(Customer.effort)).one() == 1
