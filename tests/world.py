"""The application under test and its database, for fixtures and factories."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.database import db
from portal.schema import upgrade
from portal.settings import Settings
from portal.tenancy import EVERY_TENANT, Scope
from portal.units import unit_of_work
from wsgi import build

KEY = "a key for tests only, 0123456789 abcdefghij"
ADMIN_URL = os.environ.get("BANSOU_TEST_POSTGRESQL", "host=127.0.0.1 port=5432 user=postgres dbname=postgres")
_apps: list[Flask] = []


class OwnContextClient(FlaskClient):
    """A client whose every request opens its own application context, as in production."""

    def open(self, *args: Any, **values: Any) -> Any:
        assert not has_app_context(), "close the unit of work before asking as a browser"
        return super().open(*args, **values)


class World:
    """One application on one database, emptied between tests."""

    def __init__(self, folder: Path, *, postgresql: bool) -> None:
        self.folder = folder
        self.postgresql = postgresql
        self.name = f"bansou_test_{os.getpid()}_{secrets.token_hex(3)}"
        url = self._make_postgresql() if postgresql else f"sqlite:///{folder / 'world.sqlite3'}"
        self.settings = Settings(instance=folder, database_url=url, secret_key=KEY, base_url="http://localhost")
        self.app = build(self.settings, queue_url="memory://")
        self.app.config["TESTING"] = True
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        self.app.test_client_class = OwnContextClient
        with self.app.app_context():
            upgrade(db.engine)
            self.tables = [table.name for table in reversed(db.metadata.sorted_tables)]
            db.engine.dispose()
        if not postgresql:
            shutil.copy(folder / "world.sqlite3", folder / "empty.sqlite3")

    def _make_postgresql(self) -> str:
        with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
            admin.execute(f"CREATE ROLE {self.name} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD 'tests'".encode())
            admin.execute(f"CREATE DATABASE {self.name} OWNER {self.name} TEMPLATE template0".encode())
            host, port = admin.info.host, admin.info.port
        return f"postgresql+psycopg://{self.name}:tests@/{self.name}?host={host}&port={port}"

    def empty(self) -> None:
        """Give the next test an empty database."""
        with self.app.app_context():
            if self.postgresql:
                with db.engine.begin() as connection:
                    self._delete_rows(connection)
                return
            db.engine.dispose()
        for leftover in ("world.sqlite3-wal", "world.sqlite3-shm"):
            (self.folder / leftover).unlink(missing_ok=True)
        shutil.copy(self.folder / "empty.sqlite3", self.folder / "world.sqlite3")

    def _delete_rows(self, connection: Connection) -> None:
        # Far quicker than TRUNCATE, which makes new files for every table and index.
        connection.exec_driver_sql(
            "SELECT set_config('bansou.scope', 'every', true), set_config('bansou.levels', 'all', true)"
        )
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in self.tables
        )
        filled = {name for (name,) in connection.exec_driver_sql(asked)}
        for name in self.tables:
            if name in filled:
                connection.exec_driver_sql(f'DELETE FROM "{name}"')

    def close(self) -> None:
        """Leave nothing behind."""
        with self.app.app_context():
            db.engine.dispose()
        if self.postgresql:
            with psycopg.connect(ADMIN_URL, autocommit=True) as admin:
                admin.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())
                admin.execute(f"DROP ROLE {self.name}".encode())


def open_world(world: World) -> None:
    """Make this the world of the factories."""
    _apps.append(world.app)


def the_app() -> Flask:
    return _apps[-1]


@contextmanager
def unit(scope: Scope = EVERY_TENANT, *, write: bool = True) -> Iterator[Session]:
    """A unit of work in the application under test."""
    with the_app().app_context(), unit_of_work(scope, write=write) as session:
        yield session
