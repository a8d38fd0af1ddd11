from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.accounts.models import User
from tests.browsing import Browser


@pytest.fixture
def browse(app: Flask, login: Callable[..., object]) -> Callable[..., Browser]:
    """Give a browser in which this person is signed in and that sends forms."""

    def signed_in(user: User, *, locale: str = "en") -> Browser:
        return Browser(app, login(user, locale=locale), locale=locale)  # type: ignore[arg-type]

    return signed_in
