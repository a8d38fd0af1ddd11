"""Handoffs in and out as files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import g
from sqlalchemy import select

from onboarding_phases.handoff.enums import FieldState, HandoffState
from onboarding_phases.handoff.feature import feature
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.rules import Answer
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from portal.exchange.queries import exported
from portal.exchange.services import import_table
from portal.people import PORTAL, Role
from portal.tables.problems import InputProblems
from portal.tables.reading import read_table
from tests.factories.customers import make_customer
from tests.factories.handoffs import full_answers, handoff_now, make_handoff
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
EXCHANGE = feature.exchanges[0]


def bring_in(text, *, actor=PORTAL):
    with unit():
        return import_table(EXCHANGE, read_table(text.encode(), name="handoffs.csv"), actor=actor).outcome


def written(form="csv", reader=PORTAL):
    with unit(write=False):
        g.reader = reader
        return exported(EXCHANGE, form)


def only_handoff():
    with unit(write=False) as session:
        found = session.scalars(select(Handoff)).one()
        session.expunge_all()
    return found


def test_a_file_begins_handoffs_and_writes_what_its_cells_say():
    customer = make_customer(code="C000001")
    lines = "customer_code,signed_at,goal,previous_attempts,access_rights,go_live_on\n"

    outcome = bring_in(lines + "C000001,2026-12-04 10:30,Close sooner,? ask them,n/a: all alike,令和9年4月1日\n")

    handoff = only_handoff()
    assert (outcome.created, handoff.customer_id) == (1, customer.id)
    assert handoff.signed_at == datetime(2026, 12, 4, 1, 30, tzinfo=UTC)
    assert handoff.answers == {
        "goal": Answer(FieldState.FILLED, "Close sooner"),
        "previous_attempts": Answer(FieldState.UNKNOWN, "", "ask them"),
        "access_rights": Answer(FieldState.NOT_APPLICABLE, "", "all alike"),
        "go_live_on": Answer(FieldState.FILLED, "2027-04-01"),
    }
    assert handoff.completeness > 0


def test_the_columns_are_the_code_the_signing_and_the_fields():
    header = written().decode("utf-8-sig").splitlines()[0]

    assert header.split(",") == ["customer_code", "signed_at", *FIELDS]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_reads_back_as_unchanged(form):
    tricky = full_answers(
        goal=Answer(FieldState.FILLED, '=1+1\nsecond line, "quoted"'),
        concerns=Answer(FieldState.UNKNOWN, "", "their accountant"),
        fixed_dates=Answer(FieldState.NOT_APPLICABLE, "", "none; all free"),
    )
    handoff = make_handoff(make_customer(), fields=tricky)
    content = written(form)

    with unit():
        outcome = import_table(EXCHANGE, read_table(content, name=f"handoffs.{form}"), actor=PORTAL).outcome

    assert (outcome.unchanged, outcome.changed, outcome.created) == (1, 0, 0)
    assert handoff_now(handoff).version == handoff.version


def test_an_empty_cell_and_a_column_left_out_take_nothing_away():
    handoff = make_handoff(make_customer(code="C000001"))

    assert bring_in("customer_code,goal\nC000001,\n").unchanged == 1
    assert handoff_now(handoff).answers == handoff.answers


def test_every_wrong_cell_is_named_and_nothing_is_written():
    make_customer(code="C000001")

    with pytest.raises(InputProblems) as told:
        bring_in("customer_code,go_live_on,closing_month,signed_at\nC000001,soon,13,2026-12-04\n")

    assert {problem.column for problem in told.value.problems} == {"go_live_on", "closing_month", "signed_at"}
    with unit(write=False) as session:
        assert session.scalars(select(Handoff)).all() == []


@pytest.mark.parametrize("code", ["C000009", "C000002"])
def test_a_customer_that_the_actor_cannot_see_is_unknown(code):
    sales = make_user(Role.SALES)
    make_customer(code="C000002")

    with pytest.raises(InputProblems) as told:
        bring_in(f"customer_code,goal\n{code},x\n", actor=principal(sales))

    assert told.value.problems[0].column == "customer_code"


def test_a_handoff_that_is_accepted_is_not_written_over():
    make_handoff(make_customer(code="C000001"), state=HandoffState.ACCEPTED)

    with pytest.raises(InputProblems):
        bring_in("customer_code,goal\nC000001,Other\n")


def test_an_export_holds_what_its_reader_may_see_and_its_filters_leave(browse, customer, sales):
    make_handoff(customer)
    make_handoff(make_customer(name="Not mine", code="C777777"))

    mine = browse(sales).get("/handoffs/export.csv").text
    none = browse(sales).get("/handoffs/export.csv?tab=accepted").text

    assert customer.code in mine
    assert "C777777" not in mine
    assert customer.code not in none
