"""After every test of the KPIs: what is kept beside the records is what the records say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onboarding_phases.kpis.comparing import projections_differ
from onboarding_phases.kpis.projecting import count_due
from tests.world import the_app, unit


@pytest.fixture(autouse=True)
def _projections_equal_a_count_anew(request: pytest.FixtureRequest, _fixed_clock: None) -> Iterator[None]:
    yield
    if "app" not in request.fixturenames:
        return
    with unit(write=False):
        assert projections_differ() == []
    with the_app().app_context():
        count_due()
    with unit(write=False):
        assert projections_differ() == []
