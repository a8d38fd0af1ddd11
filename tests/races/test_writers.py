"""Thirty-two writers at once: everybody waits their turn, nobody is sent away, nothing is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event, func, select, update

from partners.models import Capacity
from portal import clock
from portal.audit.models import AuditEntry
from portal.database import db
from portal.tenancy import EVERY_TENANT, Scope
from portal.units import unit_of_work
from tests.factories.partners import make_capacity, make_partner
from tests.races.racing import DONE, Racers
from tests.world import unit

WRITERS = 32
SECONDS = float(os.environ.get("BANSOU_WRITING_SECONDS", "3"))


def write_on(task: tuple[int, float]) -> None:
    """Read, think and write, again and again, for a while."""
    partner_id, seconds = task
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with unit_of_work(Scope(partner_id)) as session:
            row = session.scalars(select(Capacity).where(Capacity.partner_id == partner_id)).one()
            row.stated = row.stated + 1
            session.add(AuditEntry(at=clock.now(), event="TestWritten", values={"stated": row.stated}))


@pytest.fixture
def writers(app) -> Iterator[Racers]:
    racers = Racers(app, write_on, WRITERS)
    yield racers
    racers.close()


def test_nobody_sees_that_the_database_is_locked(writers):
    partners = [make_partner() for _ in range(WRITERS)]
    for partner in partners:
        make_capacity(partner, date(2026, 12, 1), stated=0)

    results = writers.race([(partner.id, SECONDS) for partner in partners])

    assert results == {DONE: WRITERS}
    with unit(write=False) as session:
        stated = session.scalar(select(func.sum(Capacity.stated)))
        noted = session.scalar(select(func.count()).where(AuditEntry.event == "TestWritten"))
        assert stated == noted
        assert noted >= WRITERS


def test_two_who_change_the_same_row_both_count(app):
    """What was read before a write cannot have changed by then."""
    partner = make_partner()
    make_capacity(partner, date(2026, 12, 1), stated=0)
    racers = Racers(app, write_on, 4)
    results = racers.race([(partner.id, SECONDS / 3)] * 4)
    racers.close()
    with unit(write=False) as session:
        stated = session.scalar(select(Capacity.stated))
        noted = session.scalar(select(func.count()).where(AuditEntry.event == "TestWritten"))

    if not is_sqlite(app):
        return  # PostgreSQL takes the rows one by one; the services change slots in one statement
    assert results == {DONE: 4}
    assert stated == noted


def is_sqlite(app) -> bool:
    with app.app_context():
        return bool(db.engine.dialect.name == "sqlite")


def test_every_connection_is_safe_against_a_crash(app):
    if not is_sqlite(app):
        return
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
    with app.app_context():
        connections = [db.engine.connect() for _ in range(3)]
        for connection in connections:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert found == wanted
            connection.close()


def test_a_writer_takes_the_lock_with_its_first_word_and_a_reader_cannot_write(app):
    if not is_sqlite(app):
        return
    said: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))

    with unit(EVERY_TENANT) as session:
        session.execute(update(Capacity).values(stated=1))
    with unit(EVERY_TENANT, write=False) as session:
        session.scalars(select(Capacity)).all()

    assert said[:2] == ["PRAGMA query_only=OFF", "BEGIN IMMEDIATE"]
    assert "PRAGMA query_only=ON" in said[2:]
    assert "BEGIN" in said[2:]
