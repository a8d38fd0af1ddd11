"""A browser, and portals for it: one that is empty, and one with two months behind it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from demo.loading import load
from portal import clock
from tests.browser.serving import MORNING, Served, serving
from tests.browser.visitors import PASSWORD, Visitor

CHROMIUM = os.environ.get("BANSOU_TEST_CHROMIUM", "/usr/bin/chromium")
Meet = Callable[..., Visitor]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for one module: two at a time cannot be driven from one process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def empty_portal(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as served:
        yield served


@pytest.fixture(scope="session")
def lived_in_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo with a past of two months: small, but somebody of every role has something to do."""
    with serving(tmp_path_factory.mktemp("lived_in")) as served:
        with served.app.app_context(), clock.at(MORNING):
            load(seed=20261124, password=PASSWORD, months=2)
        served.work()
        yield served


@pytest.fixture
def meet(chromium: Browser) -> Iterator[Meet]:
    """Give somebody a browser window on a portal, logged in where an address is named."""
    met: list[Visitor] = []

    def visitor(portal: Served, email: str | None = None, **how: Any) -> Visitor:
        found = Visitor(chromium, portal.address, **how)
        met.append(found)
        if email is not None:
            found.log_in(email)
        return found

    yield visitor
    for found in met:
        found.leave()
