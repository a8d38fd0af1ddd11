"""A browser as people use one: it opens a page, then sends its form."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browsing import Browser


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)
