"""How SQLite looks for rows once it knows how its tables are filled."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import joinedload

from onboarding_phases.onboardings.models import Onboarding
from portal.database import db
from portal.schema import weigh_tables
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.world import World, unit

ALL = select(Onboarding).order_by(Onboarding.start_on).options(joinedload(Onboarding.phases))


def plan() -> str:
    with unit(write=False) as session:
        asked = ALL.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        return "\n".join(row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {asked}")))


def test_the_phases_of_an_onboarding_are_not_looked_for_among_all_of_its_firm(app, world: World):
    if world.postgresql:
        pytest.skip("PostgreSQL looks at its tables by itself")
    partner = make_partner()
    for _ in range(30):
        make_onboarding(partner)
    assert "phases_1 USING INDEX ix_phases_partner_id" in plan()

    with app.app_context():
        weigh_tables(db.engine)
        db.engine.dispose()

    assert "phases_1 USING INDEX sqlite_autoindex_phases" in plan()
