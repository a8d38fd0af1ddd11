"""Who reaches which handoff: ours, a teammate's, a stranger's."""

from __future__ import annotations

import pytest

from onboarding_phases.handoff.enums import HandoffState
from onboarding_phases.handoff.template.sales_to_cs import CATEGORIES
from portal.people import Role
from tests.factories.handoffs import handoff_now, make_handoff
from tests.factories.partners import make_partner
from tests.factories.people import make_user

pytestmark = pytest.mark.usefixtures("app")
READ = ("", "/sections/goals", "/return", "/accept")
WRITE = ("/sections/goals", "/signed", "/submit", "/return", "/accept")


@pytest.fixture
def handoff(customer):
    return make_handoff(customer, state=HandoffState.SUBMITTED)


def statuses(browser, handoff, parts, method="get"):
    data = {"version": handoff.version, "goal": "Mine now"}
    return {
        part: getattr(browser, method)(f"/handoffs/{handoff.code}{part}", data=data).status_code for part in parts
    }


def test_the_owners_read_and_a_teammate_finds_nothing(browse, handoff, sales, member):
    assert browse(sales).get(f"/handoffs/{handoff.code}").status_code == 200
    assert browse(member).get(f"/handoffs/{handoff.code}").status_code == 200
    for role in (Role.SALES, Role.CS_MEMBER):
        teammate = browse(make_user(role))
        found = statuses(teammate, handoff, READ) | statuses(teammate, handoff, WRITE, "post")
        assert set(found.values()) <= {403, 404}
        assert handoff.code not in teammate.get("/handoffs").text
        assert "Utakata" not in teammate.get("/handoffs/new").text
        assert "Utakata" not in teammate.get("/").text
    assert handoff_now(handoff).version == handoff.version


def test_sales_neither_accepts_nor_returns(browse, handoff, sales):
    assert statuses(browse(sales), handoff, ("/return", "/accept"), "post") == {"/return": 403, "/accept": 403}


def test_a_member_of_cs_does_not_submit(browse, handoff, member):
    assert statuses(browse(member), handoff, ("/submit",), "post") == {"/submit": 403}


def test_the_auditor_reads_and_changes_nothing(browse, handoff):
    auditor = browse(make_user(Role.AUDITOR))

    page = auditor.get(f"/handoffs/{handoff.code}")

    assert page.status_code == 200
    assert "/sections/" not in page.text
    assert '<form action="/handoffs' not in page.text
    assert auditor.get("/handoffs").status_code == 200
    assert set(statuses(auditor, handoff, WRITE, "post").values()) == {403}


@pytest.mark.parametrize("role", [Role.PARTNER_MANAGER, Role.CONSULTANT])
def test_a_firm_finds_no_handoff(browse, handoff, role):
    browser = browse(make_user(role, partner=make_partner()))

    assert set(statuses(browser, handoff, READ).values()) == {403}
    assert set(statuses(browser, handoff, WRITE, "post").values()) == {403}
    for page in ("/handoffs", "/handoffs/new", "/handoffs/import", "/handoffs/export.csv"):
        assert browser.get(page).status_code == 403


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.ADMIN])
def test_others_of_the_vendor_have_no_part_in_it(browse, handoff, role):
    assert browse(make_user(role)).get(f"/handoffs/{handoff.code}").status_code == 403


def test_a_stranger_is_sent_to_the_log_in(app, handoff):
    answer = app.test_client().get(f"/handoffs/{handoff.code}")

    assert answer.status_code == 302
    assert "/login" in answer.location


def test_a_section_that_does_not_exist_is_not_found(browse, handoff, manager):
    browser = browse(manager)

    assert browser.get(f"/handoffs/{handoff.code}/sections/prices").status_code == 404
    assert all(browser.get(f"/handoffs/{handoff.code}/sections/{key}").status_code == 200 for key in CATEGORIES)
