"""What happened to a firm, in one row."""

from __future__ import annotations

from datetime import date

import pytest

from partners.enums import PartnerStatus
from partners.queries import history_of
from partners.services import grant_tier, move_status
from portal.people import PORTAL
from tests.factories.partners import make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def test_steps_and_tiers_stand_in_one_order_of_time():
    partner = make_partner(tier=2)
    with unit() as session:
        grant_tier(partner.id, level=3, effective_on=date(2026, 11, 23), reason="Decided", actor=PORTAL)
        paused_on = date(2026, 11, 20)
        move_status(session.merge(partner), status=PartnerStatus.PAUSED, on=paused_on, reason="Rest", actor=PORTAL)

    with unit(write=False):
        moments = history_of(partner.id)

    assert [(moment.level, moment.status) for moment in moments] == [
        (3, None),
        (None, PartnerStatus.PAUSED),
        (2, None),
    ]
