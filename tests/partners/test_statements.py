"""Lists and pages ask the database as often for many rows as for few."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from portal.database import db
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_consultant_user, make_partner
from tests.factories.people import make_user

pytestmark = pytest.mark.usefixtures("app")
# A partner's page carries the panels of three more rooms, which ask for themselves.
MOST = {"/partners": 12, "/partners/P0": 17, "/partners/P0/capacity": 12, "/customers": 12}


@contextmanager
def counted(app):
    asked: list[str] = []

    def count(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("PRAGMA", "SELECT set_config", "SET ", "BEGIN")):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    yield asked
    event.remove(engine, "before_cursor_execute", count)


@pytest.mark.parametrize("address", MOST)
def test_a_page_asks_no_more_for_many_rows_than_for_few(app, login, address):
    def fill(first, last):
        for number in range(first, last):
            partner = make_partner(code=f"P{number}")
            make_capacity(partner)
            make_consultant_user(partner)
            make_customer(cs_owner_id=make_user().id)

    browser, asked = login(make_user()), []
    for first, last in ((0, 3), (3, 12)):
        fill(first, last)
        with counted(app) as statements:
            assert browser.get(address).status_code == 200
        asked.append(len(statements))

    assert 3 < asked[0] == asked[1] <= MOST[address]
