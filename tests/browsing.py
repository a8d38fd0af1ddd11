"""A browser for tests: it opens pages, and sends forms with the token that a page gave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.database import db

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


HERE = "http://localhost"
HOST = "localhost"


class Browser:
    """Two steps of a person in one: open the page of a form, then send it."""

    def __init__(self, app: Flask, client: FlaskClient | None = None, *, locale: str = "en") -> None:
        self.client = client or app.test_client()
        with self.client.session_transaction() as cookie:
            cookie["locale"] = locale

    def get(self, path: str, **values: Any) -> TestResponse:
        return self.client.get(path, **values)

    def token(self, path: str = "/login", **values: Any) -> str:
        found = TOKEN.search(self.client.get(path, **values).text)
        assert found, f"no form on {path}"
        return found[1]

    def send(self, path: str, *, page: str | None = None, **values: Any) -> TestResponse:
        """Send a form to `path`, with the token of `page` (its own page unless told)."""
        data = {"csrf_token": self.token(page or path), **values.pop("data", {})}
        return self.client.post(path, data=data, **values)

    @property
    def cookie(self) -> str:
        """What the browser holds of its session."""
        kept = self.client.get_cookie("bansou", domain=HOST)
        assert kept is not None
        return kept.value

    @cookie.setter
    def cookie(self, value: str) -> None:
        self.client.set_cookie("bansou", value, domain=HOST)

    def log_in(self, email: str, password: str, **values: Any) -> TestResponse:
        return self.send("/login", page="/password/sent", data={"email": email, "password": password}, **values)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The SELECT statements that the database is asked meanwhile."""
    asked: list[str] = []

    def listen(*args: Any) -> None:
        if args[2].startswith("SELECT") and "set_config" not in args[2]:
            asked.append(args[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listen)
