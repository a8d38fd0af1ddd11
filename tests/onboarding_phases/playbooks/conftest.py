"""What tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_babel import force_locale

from tests.world import World


@pytest.fixture
def context(world: World) -> Iterator[None]:
    """A place in which texts are English; no database is asked."""
    with world.app.test_request_context(), force_locale("en"):
        yield
