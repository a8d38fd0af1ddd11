"""Fixtures that every test may use."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from portal import clock
from portal.accounts.models import User
from tests.factories.people import open_session
from tests.world import World, open_world

# A loaded machine is slow, not wrong; and what passed once passes again: script/soak looks for new examples.
settings.register_profile("bansou", deadline=None, derandomize="SOAK_EXAMPLES" not in os.environ)
settings.load_profile("bansou")
PAGES = re.compile(r"page|card|report")
LONGEST = ("tests/demo/", "tests/browser/", "tests/races/", "tests/architecture/")
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday, 10:00 in Tokyo


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=("sqlite", "postgresql"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark what opens no world, and what looks at pages, so that script/test asks it once where that is enough.

    The longest files come first, so that no worker is left alone with one of them at the end.
    """
    for item in items:
        if item.get_closest_marker("one_database"):
            if item.get_closest_marker("on_sqlite"):
                raise pytest.UsageError(f"{item.nodeid} would be asked of no database")
        elif "world" not in getattr(item, "fixturenames", ()):
            item.add_marker("no_database")
        elif PAGES.search(item.path.name) and not item.get_closest_marker("browser"):
            item.add_marker("pages")
    yield
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Undo pytest-flask's request context around each test: it would answer a second client as the first user."""


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[World]:
    postgresql = pytestconfig.getoption("--database") == "postgresql"
    made = World(tmp_path_factory.mktemp("world"), postgresql=postgresql)
    open_world(made)
    yield made
    made.close()


@pytest.fixture
def app(world: World) -> Flask:
    """The whole portal on an empty database, at ten in the morning of 24 November 2026."""
    world.empty()
    return world.app


@pytest.fixture(autouse=True)
def _english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands answer in the terminal's language; the tests read English."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture(autouse=True)
def _fixed_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("browser"):
        yield
        return
    with clock.at(NOW):
        yield


@pytest.fixture
def login(app: Flask) -> Callable[[User], FlaskClient]:
    """Give a browser in which this person is signed in."""

    def signed_in(user: User, *, locale: str = "en") -> FlaskClient:
        browser = app.test_client()
        token = open_session(user)
        with browser.session_transaction() as cookie:
            cookie["_token"] = token
            cookie["locale"] = locale
        return browser

    return signed_in
