"""Two plans side by side: runs of a month, a draft and the one before it, and the simple rule."""

from __future__ import annotations

import pytest

from onboarding_phases.allocation.enums import OverrideKind
from tests.browsing import Browser
from tests.factories.allocations import make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.factories.people import make_user
from tests.onboarding_phases.allocation.test_override import Month

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


def test_a_draft_stands_beside_the_one_before_it(manager):
    month = Month()
    made = month.do(str(OverrideKind.MOVE), month.one, month.other)

    page = manager.get(f"/allocations/{made}/compare?with={month.draft}").text

    assert "December 2026, run 1 has +12.5 points, 1 customers change" in page
    assert "一ノ瀬商事" in page
    assert "二宮商事" not in page
    assert f"/allocations/{made}/compare?with={month.draft}" in manager.get(f"/allocations/{made}").text


def test_a_plan_stands_beside_the_simple_rule(manager):
    make_capacity(make_partner(name="青葉会計", stated_outcome=0.9), stated=1)
    make_capacity(make_partner(name="若葉会計", stated_outcome=0.8, products=["accounting", "payroll"]), stated=1)
    make_customer(code="C-1", name="一ノ瀬商事", product="accounting")
    make_customer(code="C-2", name="二宮商事", product="payroll")
    run = make_solved_run()

    page = manager.get(f"/allocations/{run.code}/compare?with=greedy").text

    assert "Simple rule" in page
    assert "Nobody: both plans place everybody alike." in page


def test_two_runs_of_a_month_are_compared_by_who_waited_in_each(manager):
    make_capacity(make_partner(), stated=3)
    make_customer(name="一ノ瀬商事")
    first = make_solved_run()
    make_customer(name="二宮商事")
    second = make_solved_run()

    page = manager.get(f"/allocations/{second.code}/compare?with={first.code}").text

    assert "二宮商事" in page
    assert "一ノ瀬商事" not in page


@pytest.mark.parametrize("query", ["", "?with=nobody", "?with=%F0%9F%98%80", "?page=99"])
def test_an_address_with_nonsense_still_compares(manager, query):
    make_capacity(make_partner())
    make_customer()
    run = make_solved_run()

    assert manager.get(f"/allocations/{run.code}/compare{query}").status_code == 200
