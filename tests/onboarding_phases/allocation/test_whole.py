"""A plan as a whole: bottlenecks, fairness, firms that got nothing, and promised volumes."""

from __future__ import annotations

from datetime import date

import pytest

from onboarding_phases.allocation.runs import quiet_firms
from portal.people import Role
from tests.browsing import Browser
from tests.factories.allocations import MONTH, make_offer, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def auditor(login, app):
    return Browser(app, login(make_user(Role.AUDITOR)))


def test_what_stops_customers_stands_in_the_heading_and_their_names_beside_it(auditor):
    make_capacity(make_partner(languages=["ja"]), stated=3)
    make_customer(name="一ノ瀬商事", language="en")
    run = make_solved_run()

    page = auditor.get(f"/allocations/{run.code}/whole").text

    assert "What is missing most stops 1 customers" in page
    assert "一ノ瀬商事" in page
    assert "1 short" in page


def test_the_worth_of_a_slot_is_computed_when_it_is_asked_for(auditor):
    make_capacity(make_partner(), stated=1)
    make_customer()
    make_customer()
    run = make_solved_run()

    assert "more weight placed" not in auditor.get(f"/allocations/{run.code}/whole").text
    assert "One more slot there: 1 more weight placed" in auditor.get(f"/allocations/{run.code}/whole?worth=1").text


def test_the_load_counts_what_was_taken_before_the_run(auditor):
    busy, idle = make_partner(name="青葉会計"), make_partner(name="若葉会計", products=["payroll"])
    make_capacity(busy, stated=4)
    make_capacity(idle, stated=2)
    make_offer(busy, make_customer(effort=2))
    make_customer(effort=1)
    run = make_solved_run()

    page = auditor.get(f"/allocations/{run.code}/whole").text

    assert "Lowest 0%, median 38%, highest 75%" in page


def test_a_firm_is_quiet_that_stated_slots_in_the_months_before_and_got_none():
    quiet, given, silent, long_ago = (make_partner() for _ in range(4))
    for month in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)):
        make_capacity(quiet, month, stated=2)
        make_capacity(given, month, stated=2)
    make_capacity(long_ago, date(2026, 8, 1), stated=2)
    make_capacity(silent, date(2026, 11, 1), stated=0)
    make_offer(given, make_customer(onboarding_start=date(2026, 10, 5)))

    with unit(write=False):
        assert quiet_firms(MONTH, 3) == {quiet.code}
        assert quiet_firms(MONTH, 4) == {quiet.code, long_ago.code}


def test_a_firm_that_got_nothing_for_months_is_named(auditor):
    quiet = make_partner(name="若葉会計", products=["payroll"])
    for month in (date(2026, 11, 1), MONTH):
        make_capacity(quiet, month, stated=2)
    make_capacity(make_partner(), stated=3)
    make_customer()
    run = make_solved_run()

    page = auditor.get(f"/allocations/{run.code}/whole").text

    assert "Nothing for 3 months" in page
    assert "若葉会計</a>" in page


def test_a_promised_volume_that_is_missed_stands_with_its_points(auditor):
    promised = make_partner(name="青葉会計", min_volume=3)
    make_capacity(promised, stated=4)
    make_customer(effort=1)
    run = make_solved_run()

    page = auditor.get(f"/allocations/{run.code}/whole").text

    assert "2 slots missing・−10.0 points" in page
