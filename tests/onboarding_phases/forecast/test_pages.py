"""The capacity plan as its readers see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding_phases.forecast.models import Scenario
from partners.models import Partner
from portal.audit.models import AuditEntry
from portal.people import Role
from tests.browsing import Browser, statements
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

DECEMBER = date(2026, 12, 1)
PLAN = "/capacity-plan"
NEW = f"{PLAN}/scenarios/new"
FORM = {"name": "Busy spring", "growth": "20", "product": "accounting", "effort": "2", "extra_2027-01": "4"}


@pytest.fixture
def firm(app: Flask) -> Partner:
    firm = make_partner()
    make_capacity(firm, DECEMBER, stated=2)
    for _ in range(5):
        make_customer(onboarding_start=date(2026, 12, 10))
    return firm


@pytest.fixture
def manager(firm: Partner, browse: Callable[..., Browser]) -> Browser:
    return browse(make_user(Role.CS_MANAGER))


def kept() -> Scenario:
    with unit() as session:
        return session.scalars(select(Scenario)).one()


def test_the_plan_says_what_is_missing_and_that_history_is_too_short(manager: Browser) -> None:
    page = manager.get(PLAN).text
    assert "3 slots are missing in December 2026" in page
    assert "There is no whole month of records yet." in page
    assert "Too little history for a test" in page


def test_months_for_which_firms_state_no_slots_yet_lack_nothing(manager: Browser) -> None:
    make_customer(onboarding_start=date(2027, 9, 1))
    page = manager.get(f"{PLAN}?months=12").text
    assert "not stated yet" in page
    assert "3 slots are missing in December 2026" in page


@pytest.mark.parametrize("query", ["?by=nothing", "?months=7", "?scenario=XXXX-XXXX", "?by=region", "?by=strength"])
def test_an_address_with_words_that_are_none_shows_the_plan_as_it_is(manager: Browser, query: str) -> None:
    answer = manager.get(f"{PLAN}{query}")
    assert answer.status_code == 200
    assert "3 slots are missing in December 2026" in answer.text


def test_a_scenario_is_kept_and_told_beside_the_plan(manager: Browser) -> None:
    answer = manager.send(NEW, data=FORM)
    assert answer.status_code == 303
    page = manager.get(answer.headers["Location"]).text
    # Signed customers stay five: with growth a fifth more, one more slot is missing, and 8 in January.
    assert "8 slots are missing in January 2027" in page
    assert "Without the scenario" in page
    assert (kept().growth, kept().months, kept().effort) == (20, {"2027-01": {"extra": 4}}, 2)


def test_keeping_changing_and_deleting_stand_in_the_trail(manager: Browser) -> None:
    manager.send(NEW, data=FORM)
    code = kept().code
    changed = manager.send(f"{PLAN}/scenarios/{code}", data={**FORM, "growth": "0", "version": "1"})
    assert changed.status_code == 303
    assert kept().growth == 0
    deleted = manager.send(f"{PLAN}/scenarios/{code}/delete", page=f"{PLAN}/scenarios/{code}")
    assert deleted.status_code == 303
    with unit() as session:
        events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
        assert session.scalars(select(Scenario)).all() == []
    assert [name for name in events if name.startswith("Scenario")] == [
        "ScenarioKept",
        "ScenarioChanged",
        "ScenarioDeleted",
    ]


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ({"name": " "}, 422, "Enter “Name”."),
        ({"growth": "900"}, 422, "Enter a number from -90 to 500."),
        ({"season_2027-02": "-1"}, 422, "Enter a number from 0 to 500."),
        ({"product": "unknown"}, 422, "Choose one of the list."),
        ({"growth": "0", "extra_2027-01": ""}, 409, "Assume something"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused_and_the_input_kept(
    manager: Browser, told: dict[str, str], status: int, words: str
) -> None:
    answer = manager.send(NEW, data={**FORM, "extra_2027-03": "7", **told} if status == 422 else {**FORM, **told})
    assert answer.status_code == status
    assert words in answer.text
    if status == 422:
        assert 'value="7"' in answer.text
    with unit() as session:
        assert session.scalars(select(Scenario)).all() == []


def test_two_scenarios_have_two_names_and_what_was_seen_before_is_refused(manager: Browser) -> None:
    manager.send(NEW, data=FORM)
    assert "A scenario has this name already." in manager.send(NEW, data=FORM).text
    page = f"{PLAN}/scenarios/{kept().code}"
    manager.send(page, data={**FORM, "growth": "5", "version": "1"})
    stale = manager.send(page, data={**FORM, "growth": "9", "version": "1"})
    assert stale.status_code == 409
    assert "Somebody has changed this scenario meanwhile." in stale.text
    assert kept().growth == 5


def test_the_file_holds_each_month_and_each_key(manager: Browser) -> None:
    manager.send(NEW, data=FORM)
    answer = manager.get(f"{PLAN}/export.csv?by=product&scenario={kept().code}")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    december = next(row for row in rows if row["month"] == "2026-12" and row["dimension"] == "all")
    assert (december["customers_in_sight"], december["slots_needed"], december["slots_missing"]) == ("5", "6", "4")
    january = next(row for row in rows if row["month"] == "2027-01" and row["key"] == "accounting")
    assert (january["slots_needed"], january["slots_stated"], january["slots_missing"]) == ("8", "0", "8")


def test_an_auditor_reads_and_keeps_nothing_and_a_firm_reads_nothing(
    firm: Partner, browse: Callable[..., Browser], manager: Browser
) -> None:
    auditor = browse(make_user(Role.AUDITOR))
    page = auditor.get(PLAN)
    assert page.status_code == 200
    assert "Keep a scenario" not in page.text
    assert auditor.get(NEW).status_code == 403
    assert browse(make_partner_manager(firm)).get(PLAN).status_code == 403


def test_the_plan_asks_the_same_number_of_questions_at_any_number_of_rows(
    app: Flask, manager: Browser, firm: Partner
) -> None:
    def asked() -> int:
        with statements(app) as seen:
            assert manager.get(f"{PLAN}?by=strength&months=12").status_code == 200
        return len(seen)

    before = asked()
    for number in range(8):
        other = make_partner(strengths={f"own_{number}": 5})
        make_capacity(other, DECEMBER, stated=3)
        start = date(2025, 6 + number // 2, 5)
        customer = make_customer(onboarding_start=start, needs={"api_integration": 2})
        make_onboarding(other, customer=customer, start_on=start)
    assert asked() == before <= 12
