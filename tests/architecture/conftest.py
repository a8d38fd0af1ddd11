"""The three firms, and a database that hears every write and keeps none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal import clock, units
from portal.database import db
from portal.tenancy import Scope
from tests.conftest import NOW
from tests.factories.three_firms import ThreeFirms, three_firms
from tests.world import World

WRITES = ("INSERT", "UPDATE", "DELETE")


class Watch:
    """The statements that were sent to the database since it was last cleared."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, object]] = []
        self.scopes: dict[str, Scope | None] = {}

    def clear(self) -> None:
        self.statements.clear()
        self.scopes.clear()

    def hear(self, *told: object) -> None:
        self.statements.append((str(told[2]), told[3]))
        self.scopes[str(told[2])] = db.session.info.get("scope")

    @property
    def writes(self) -> list[str]:
        return [text for text, _ in self.statements if text.lstrip().upper().startswith(WRITES)]

    @property
    def reads(self) -> list[tuple[str, object]]:
        """What was asked of the tables; the scope that PostgreSQL is told does not count."""
        asked = [(text, given) for text, given in self.statements if text.lstrip().upper().startswith("SELECT")]
        return [(text, given) for text, given in asked if "set_config" not in text]


@pytest.fixture(scope="module")
def made(world: World) -> Iterator[ThreeFirms]:
    """The three firms, made once for the tests of one file."""
    with three_firms(world, NOW) as made, clock.at(NOW):
        for name in made.people:
            made.browser(name)
        for name in made.guests:
            made.room(name)
        yield made
    world.empty()


@pytest.fixture(scope="module")
def watch(made: ThreeFirms) -> Iterator[Watch]:
    with made.app.app_context():
        engine = db.engine
    watch = Watch()
    event.listen(engine, "before_cursor_execute", watch.hear)
    yield watch
    event.remove(engine, "before_cursor_execute", watch.hear)


def undo(session: Session) -> None:
    """Do all that a commit would do, and leave nothing."""
    session.flush()
    session.rollback()


@pytest.fixture
def nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every unit of work do all that it does, and undo it where it would commit."""
    monkeypatch.setattr(Session, "commit", undo)
    monkeypatch.setattr(units, "_run_afterwards", lambda _session: None)


def fingerprint(made: ThreeFirms) -> str:
    """A figure that changes with any row of any table."""
    total = hashlib.sha256()
    with made.app.app_context(), db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            total.update(f"{table.name} {len(rows)} {rows}".encode())
    return total.hexdigest()
