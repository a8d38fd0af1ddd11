"""Pages ask the database as often for many handoffs as for few."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from onboarding_phases.handoff.enums import HandoffState
from portal.database import db
from tests.factories.customers import make_customer
from tests.factories.handoffs import make_handoff
from tests.factories.people import make_user
from tests.world import the_app

MOST = 12


def statements(browser, address):
    """How many statements one page takes, its transaction's own words left out."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    with the_app().app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("address", ["/handoffs", "/handoffs?tab=mine&sort=-completeness&q=o", "/handoffs/new"])
def test_a_list_takes_as_many_statements_for_thirty_rows_as_for_two(browse, manager, address):
    def more(count):
        for _ in range(count):
            owner = make_user()
            make_handoff(make_customer(sales_owner_id=owner.id), fields={}, state=HandoffState.DRAFT)
            make_customer()

    more(2)
    few = statements(browse(manager), address)
    more(26)

    assert statements(browse(manager), address) == few <= MOST


def test_a_document_takes_few_statements(browse, customer, manager):
    handoff = make_handoff(customer)

    assert statements(browse(manager), f"/handoffs/{handoff.code}") <= MOST
    assert statements(browse(manager), f"/handoffs/{handoff.code}/sections/goals") <= MOST
