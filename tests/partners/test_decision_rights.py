"""What a firm may decide follows from its tier and the numbers in force."""

from __future__ import annotations

from datetime import date

import pytest

from partners.rights.queries import decision_rights, rights_of_tier
from partners.services import grant_tier
from portal.people import PORTAL
from tests.factories.partners import make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("tier", "reviewed", "hold"),
    [
        (1, {1, 2, 3, 4, 5, 6}, 0),
        (2, {1, 2, 3, 4, 5, 6}, 0),
        (3, {2, 6}, 5),
        (4, {6}, 5),
        (5, set(), 5),
        (9, set(), 5),
    ],
)
def test_rights_are_those_of_the_published_table(tier, reviewed, hold):
    with unit(write=False):
        rights = rights_of_tier(tier, on=TODAY)

    assert (set(rights.reviewed), rights.hold_days) == (reviewed, hold)
    assert rights.sampled_percent == 10


def test_a_firm_has_the_rights_of_the_tier_that_is_in_force_on_the_day():
    partner = make_partner(tier=1)
    with unit():
        grant_tier(partner.id, level=4, effective_on=date(2026, 11, 20), reason="as measured", actor=PORTAL)

    with unit(write=False):
        assert decision_rights(partner.id, on=date(2026, 11, 19)).tier == 1
        assert decision_rights(partner.id).reviewed == {6}
