"""The gallery, served to a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.portal.ui.gallery import make_gallery, serve


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Undo pytest-flask's request context around each test."""


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_gallery(tmp_path_factory.mktemp("catalog"))


@pytest.fixture(scope="session")
def gallery_url(gallery: Flask) -> Iterator[str]:
    with serve(gallery) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()
