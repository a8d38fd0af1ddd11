"""Units of work: one transaction, one scope, committed in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from portal.database import db
from portal.tenancy import Scope, enter


@contextmanager
def unit_of_work(scope: Scope, *, write: bool = True) -> Iterator[Session]:
    """Run the block in one transaction of one scope; commit at its end, roll back if it raises.

    A unit that does not write is read-only for the database too. On SQLite a writer takes the write lock at
    once, so that what it reads cannot change before it writes.

    Raises:
        RuntimeError: a unit is open already; they do not nest.
    """
    session = db.session()
    if session.in_transaction():
        raise RuntimeError("a unit of work is open already")
    try:
        session.connection(execution_options={"read_only": not write})
        enter(session, scope)
        yield session
        if write:
            session.commit()
            _run_afterwards(session)
        else:
            session.rollback()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.clear()
        db.session.remove()


def after_commit(action: Callable[[], None]) -> None:
    """Do something outside the database once, and only if, the open unit of work is committed."""
    db.session.info.setdefault("afterwards", []).append(action)


def _run_afterwards(session: Session) -> None:
    for action in session.info.pop("afterwards", []):
        action()
