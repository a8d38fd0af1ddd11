"""Numbers tried on past runs: asked, computed run by run, read and taken over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding_phases.allocation.defaults import ALLOCATION
from onboarding_phases.allocation.matching.values import COMPONENTS
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.rehearsals import services
from onboarding_phases.rehearsals.models import Rehearsal
from onboarding_phases.rehearsals.queries import NOT_TRIED, past_runs
from onboarding_phases.rehearsals.services import SOLVE, solve_next
from portal.audit.models import AuditEntry
from portal.defaults.queries import numbers
from portal.jobs.models import Job
from portal.jobs.services import carry_out_all
from portal.people import PORTAL, Role
from tests.browsing import Browser, statements
from tests.factories.allocations import make_rehearsal, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

PAGE = "/allocations/rehearsal"
TODAY, DECEMBER = date(2026, 11, 24), date(2026, 12, 1)
JANUARY = date(2027, 1, 1)
TRIED = [field for field in ALLOCATION.fields if field.key not in NOT_TRIED]
NUMBERS = {**{f"number_{field.key}": str(field.value) for field in TRIED}, "months": "6"}


@pytest.fixture
def runs(app: Flask) -> None:
    """December and January: a firm that is strong, and one that both customers prefer."""
    strong = make_partner(strengths={"process_design": 5}, industries={"G": 5}, tier=4)
    liked = make_partner(strengths={"process_design": 3}, industries={"G": 2}, tier=2)
    for month, start in ((DECEMBER, date(2026, 12, 10)), (JANUARY, date(2027, 1, 15))):
        for firm in (strong, liked):
            make_capacity(firm, month, stated=6)
        make_customer(onboarding_start=start, preferred_partners=[liked.code])
        make_solved_run(month)


@pytest.fixture
def manager(runs: None, browse: Callable[..., Browser]) -> Browser:
    return browse(make_user(Role.CS_MANAGER))


def kept() -> Rehearsal:
    with unit() as session:
        return session.scalars(select(Rehearsal)).one()


def test_a_rehearsal_says_who_would_go_elsewhere_and_changes_nothing(app: Flask, manager: Browser) -> None:
    with unit() as session:
        before = [(run.state, run.result) for run in session.scalars(select(AllocationRun))]
    answer = manager.send(PAGE, data={**NUMBERS, "number_preference": "0.9"})
    assert answer.status_code == 303
    assert "Past runs are being computed again" in manager.get(answer.headers["Location"]).text
    with app.app_context():
        carry_out_all()
    page = manager.get(answer.headers["Location"]).text
    assert "2 of 2 customers would go to another firm" in page
    assert "Customer" in page
    with unit() as session:
        assert [(run.state, run.result) for run in session.scalars(select(AllocationRun))] == before
        assert numbers("allocation")["preference"] == 0.05
    assert kept().finished_at is not None
    assert sorted(kept().results) == sorted(kept().runs)


def test_each_run_is_computed_once_however_often_the_job_is_handed_out(app: Flask, runs: None) -> None:
    made = make_rehearsal()
    results, finished = kept().results, kept().finished_at
    with app.app_context():
        solve_next(rehearsal=made.code)
        carry_out_all()
    assert (kept().results, kept().finished_at) == (results, finished)
    with unit() as session:
        assert len(session.scalars(select(Job).where(Job.kind == SOLVE)).all()) == 2
        done = session.scalars(select(AuditEntry).where(AuditEntry.event == "RehearsalDone")).all()
    assert len(done) == 1


def test_of_two_workers_with_one_run_the_second_changes_nothing(app: Flask, runs: None) -> None:
    with unit():
        tried = {**numbers("allocation"), "preference": 0.9}
        made = services.request_rehearsal(draft=tried, months=6, actor=PORTAL)
    first, second = made.runs
    with app.app_context():
        for moved in (1, 2):
            services._keep(made.code, first, {"moved": moved})
    assert kept().results == {first: {"moved": 1}}
    with unit() as session:
        assert len(session.scalars(select(Job).where(Job.kind == SOLVE)).all()) == 2
    with app.app_context():
        for moved in (5, 7):
            services._keep(made.code, second, {"moved": moved})
    with unit() as session:
        done = session.scalars(select(AuditEntry).where(AuditEntry.event == "RehearsalDone")).one()
    assert done.values["moved"] == 6


def test_a_run_that_cannot_be_computed_says_so_and_holds_up_no_other(
    app: Flask, manager: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = services.compare, []

    def fails_once(*args: object, **values: object) -> object:
        asked.append(args)
        if len(asked) == 1:
            raise RuntimeError("the month is broken")
        return real(*args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "compare", fails_once)
    made = make_rehearsal(preference=0.9)
    page = manager.get(f"{PAGE}/{made.code}").text
    assert "RuntimeError: the month is broken" in page
    assert "1 of 1 customer would go to another firm" in page


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({}, 409, "These are the numbers in force."),
        ({"number_preference": "7"}, 422, "Enter a number from 0 to 1."),
        ({"number_min_score": "x"}, 422, "Enter a number, such as 0.5."),
        ({"months": "5"}, 422, "Choose one of the list."),
        (
            dict.fromkeys([f"number_{name}" for name in COMPONENTS], "0"),
            409,
            "At least one weight must be above 0.",
        ),
    ],
)
def test_what_cannot_be_rehearsed_is_refused(
    manager: Browser, changed: dict[str, str], status: int, words: str
) -> None:
    answer = manager.send(PAGE, data={**NUMBERS, **changed})
    assert answer.status_code == status
    assert words in answer.text
    with unit() as session:
        assert session.scalars(select(Rehearsal)).all() == []


def test_without_a_run_nothing_can_be_rehearsed(app: Flask, browse: Callable[..., Browser]) -> None:
    answer = browse(make_user(Role.CS_MANAGER)).send(PAGE, data={**NUMBERS, "number_preference": "0.9"})
    assert answer.status_code == 409
    assert "No run was made in these months." in answer.text


def test_of_a_month_the_approved_run_counts_and_else_the_newest(runs: None) -> None:
    second = make_solved_run()
    with unit():
        assert [run.code for run in past_runs(TODAY, 6) if run.month == DECEMBER] == [second.code]
    with unit() as session:
        first = session.scalars(
            select(AllocationRun).where(AllocationRun.month == DECEMBER, AllocationRun.number == 1)
        ).one()
        first.state = type(first.state)("approved")
        code = first.code
    with unit():
        assert [run.code for run in past_runs(TODAY, 6) if run.month == DECEMBER] == [code]
        assert past_runs(date(2027, 12, 1), 6) == []


def test_the_administrator_reads_numbers_and_no_customer_and_takes_them_over(
    runs: None, browse: Callable[..., Browser]
) -> None:
    made = make_rehearsal(preference=0.9, tier=0.2)
    admin = browse(make_user(Role.ADMIN))
    page = admin.get(f"{PAGE}/{made.code}").text
    assert "2 of 2 customers would go to another firm" in page
    assert "Who would go elsewhere" not in page
    assert "/settings/allocation/edit?" in page
    form = admin.get("/settings/allocation/edit?preference=0.9&tier=0.2&min_score=x&seconds=9999&unknown=1").text
    assert 'name="number_preference" required step="0.01" type="number" value="0.9"' in form
    assert 'value="0.2"' in form
    assert "9999" not in form


def test_the_settings_lead_to_the_rehearsal_of_the_allocation_alone(manager: Browser) -> None:
    assert PAGE in manager.get("/settings/allocation").text
    assert PAGE not in manager.get("/settings/forecast").text


def test_an_auditor_reads_and_a_firm_does_not(runs: None, browse: Callable[..., Browser]) -> None:
    made = make_rehearsal()
    auditor = browse(make_user(Role.AUDITOR))
    assert auditor.get(f"{PAGE}/{made.code}").status_code == 200
    assert "Numbers to try" not in auditor.get(PAGE).text
    firm = browse(make_partner_manager(make_partner()))
    assert firm.get(PAGE).status_code == 403


def test_a_rehearsal_is_read_in_few_statements(app: Flask, manager: Browser) -> None:
    made = make_rehearsal(preference=0.9)
    with statements(app) as seen:
        assert manager.get(f"{PAGE}/{made.code}").status_code == 200
    assert len(seen) <= 12


def test_of_two_addresses_of_which_one_lies_below_the_other_one_is_the_page(manager: Browser) -> None:
    tabs = manager.get(PAGE).text.partition("<main")[2]
    assert tabs.count('aria-current="page">Rehearsals') == 1
    assert 'aria-current="page">Allocation' not in tabs
