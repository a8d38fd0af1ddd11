"""Runs as a manager sees and sends them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.allocation.models import AllocationRun
from tests.browsing import Browser
from tests.factories.allocations import make_solved_run
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_capacity, make_partner
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


def page_of(manager, query: str = "") -> str:
    answer = manager.get(f"/allocations/{make_solved_run().code}{query}")
    assert answer.status_code == 200
    return answer.text


def test_the_results_say_how_many_cases_are_behind_them(manager):
    measured, stated = make_partner(), make_partner(stated_outcome=0.8)
    make_onboarding(measured, start_on=date(2026, 6, 1), activated_on=date(2026, 7, 1))
    make_onboarding(make_partner(stated_outcome=None), start_on=date(2026, 6, 1))
    make_capacity(measured)
    make_capacity(stated)
    make_customer()

    page = page_of(manager)

    assert "n = 1<" in page
    assert "as stated<" in page


def test_who_is_left_stands_with_value_rule_and_repair(manager):
    make_capacity(make_partner(name="青葉会計"), stated=1)
    make_customer(effort=2, annual_value=1_230_000)

    page = page_of(manager, "?show=left")

    assert "¥1,230,000" in page
    assert "the firms that would fit have no slots left" in page
    assert "With 1 more slot 青葉会計 can take it." in page


def test_the_price_of_a_change_says_what_one_more_slot_would_bring(manager):
    make_capacity(make_partner(strengths={}), stated=1)
    make_capacity(make_partner(), stated=0)
    make_customer(needs={"process_design": 3})

    assert "One more slot there: +" in page_of(manager, "?price=1")


def test_a_month_without_slots_says_what_to_do(manager):
    make_partner()
    make_customer()

    assert "No firm has free slots in this month" in page_of(manager)


def test_a_month_in_which_no_firm_is_eligible_names_the_rule(manager):
    make_capacity(make_partner(products=["payroll"]))
    make_customer()

    page = page_of(manager)

    assert "no firm knows the product" in page
    assert "No single change places it." in page


@pytest.mark.parametrize("month", ["", "0000-01", "2026-13", "２０２６-12", "2026-12\n", "2026-12-01", "9" * 300])
def test_a_month_that_is_none_makes_no_run(manager, month):
    make_customer()

    answer = manager.send("/allocations", data={"month": month})

    assert answer.status_code == 303
    with unit(write=False) as session:
        assert session.scalars(select(AllocationRun)).all() == []


def test_a_month_in_which_nobody_waits_is_refused_with_a_word(manager):
    answer = manager.send("/allocations", data={"month": "2030-01"})

    assert answer.status_code == 409
    assert "waits for a partner" in answer.text


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=-1", "?page=999999999999", "?customer=nobody", "?show=%F0%9F%98%80"]
)
def test_an_address_with_nonsense_still_shows_the_run(manager, query):
    make_capacity(make_partner())
    make_customer()

    assert "customer has a partner" in page_of(manager, query)
