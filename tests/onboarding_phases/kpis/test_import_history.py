"""Onboardings of the past come in by file, count in the same figures and go out as they came in."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.kpis.files import kpi_csv, read_cases
from onboarding_phases.kpis.queries import cases, phase_facts
from onboarding_phases.kpis.services import import_history
from onboarding_phases.kpis.tables import EXCHANGE, HISTORY
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.services import load_default_playbooks
from onboarding_phases.usage.services import recompute_all
from portal import clock
from portal.exchange.queries import exported
from portal.exchange.values import Outcome
from portal.people import PORTAL
from portal.tables.problems import InputProblems
from portal.tables.reading import read_table
from tests.factories.onboardings import make_onboarding, make_served_customer
from tests.factories.partners import make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
HEADER = (
    "customer_code,partner_code,product,effort,start_date,activated_on,withdrawn_on,excluded_reason,"
    "customer_hold_days,vendor_hold_days,partner_hold_days\n"
)
PAST = (
    "C1,P1,accounting,1,2026-03-01,2026-06-09,,,40,0,3",
    "C2,P1,accounting,2,2026-03-01,,2026-04-01,,0,0,0",
    "C3,P1,accounting,3,2026-04-01,2026-06-01,,duplicate,0,5,0",
    "C4,P1,accounting,1,2026-10-01,,,,0,0,0",
)


@pytest.fixture(autouse=True)
def _known():
    for number in range(1, 5):
        make_served_customer(code=f"C{number}", onboarding_start=date(2026, 3, 1))
    make_partner(code="P1")
    with unit():
        load_default_playbooks(PORTAL)


def bring_in(*lines: str) -> Outcome:
    parsed = HISTORY.parse(read_table((HEADER + "\n".join(lines)).encode(), name="past.csv"))
    with unit():
        return import_history(parsed, PORTAL)


def written() -> bytes:
    with unit(write=False):
        return bytes(exported(EXCHANGE, "csv"))


def all_of_them() -> list[Onboarding]:
    with unit(write=False) as session:
        found = list(session.scalars(select(Onboarding).order_by(Onboarding.id)))
        session.expunge_all()
    return found


def test_a_file_of_the_past_goes_out_as_it_came_in():
    assert bring_in(*PAST) == Outcome(4, 0, 0)

    assert written().decode("utf-8-sig").splitlines() == [HEADER.strip(), *PAST]


def test_the_same_file_twice_changes_nothing():
    bring_in(*PAST)

    assert bring_in(*PAST) == Outcome(0, 0, 4)
    assert len(all_of_them()) == 4


def test_a_corrected_row_replaces_what_was_entered():
    bring_in(*PAST)
    corrected = PAST[0].replace("2026-06-09", "2026-05-20").replace(",40,0,3", ",31,2,0")

    assert bring_in(corrected) == Outcome(0, 1, 0)
    assert corrected in written().decode("utf-8-sig").splitlines()


def test_a_record_that_turns_out_to_run_runs_on():
    bring_in(*PAST)

    assert bring_in(PAST[1].replace("2026-04-01", "")) == Outcome(0, 1, 0)
    corrected = all_of_them()[1]
    assert (corrected.state, corrected.withdrawn_on, corrected.is_recorded) == ("running", None, False)
    assert corrected.late_from is not None


def test_figures_of_the_portal_and_of_the_file_are_the_same():
    bring_in(*PAST)
    today = clock.today()

    read = read_cases(read_table(written(), name="out.csv"), as_of=today)
    with unit(write=False):
        held = [case for _one, case in cases(today)]

    assert kpi_csv(read.groups, x=90, as_of=today) == kpi_csv({"all": held}, x=90, as_of=today)
    assert b"all,2,1,0.500000" in kpi_csv(read.groups, x=90, as_of=today)


def test_usage_does_not_compute_what_was_entered_anew():
    bring_in(*PAST)

    with unit():
        recompute_all()

    assert all_of_them()[0].activated_on == date(2026, 6, 9)


def test_phases_that_nobody_knows_count_in_no_curve_of_phases():
    bring_in(*PAST)

    with unit(write=False):
        known = {phase.onboarding_id for phase in phase_facts()}
    assert known == {one.id for one in all_of_them() if not one.is_recorded} == {all_of_them()[3].id}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("C9,P1,accounting,1,2026-03-01,,,,0,0,0", "customer_code"),
        ("C1,P9,accounting,1,2026-03-01,,,,0,0,0", "partner_code"),
        ("C1,P1,submarines,1,2026-03-01,,,,0,0,0", None),
        ("C1,P1,accounting,4,2026-03-01,,,,0,0,0", "effort"),
        ("C1,P1,accounting,1,2027-03-01,,,,0,0,0", "start_date"),
        ("C1,P1,accounting,1,2026-03-01,2026-02-01,,,0,0,0", "activated_on"),
        ("C1,P1,accounting,1,2026-03-01,,2027-02-01,,0,0,0", "withdrawn_on"),
        ("C1,P1,accounting,1,2026-03-01,,,because,0,0,0", "excluded_reason"),
        ("C1,P1,accounting,1,2026-03-01,2026-03-11,,,0,11,0", "vendor_hold_days"),
        ("C1,P1,accounting,1,2026-03-01,,,,46,0,0", "customer_hold_days"),
    ],
)
def test_a_row_that_cannot_have_been_is_named_and_nothing_is_written(line, column):
    with pytest.raises(InputProblems) as found:
        bring_in(PAST[0].replace("C1", "C2"), line)

    assert [(problem.row, problem.column) for problem in found.value.problems] == [(3, column)]
    assert all_of_them() == []


def test_the_same_row_twice_in_one_file_is_refused():
    with pytest.raises(InputProblems) as found:
        bring_in(PAST[0], PAST[0])

    assert [problem.row for problem in found.value.problems] == [3]


def test_an_onboarding_that_is_kept_in_the_portal_is_not_overwritten():
    partner = make_partner(code="P2")
    customer = make_served_customer(code="C8")
    make_onboarding(partner, customer=customer, start_on=date(2026, 11, 2))

    assert bring_in("C8,P2,accounting,1,2026-11-02,,,,0,0,0") == Outcome(0, 0, 1)
    with pytest.raises(InputProblems):
        bring_in("C8,P2,accounting,1,2026-11-02,2026-11-20,,,0,0,0")
