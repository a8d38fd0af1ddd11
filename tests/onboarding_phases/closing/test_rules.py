"""What keeps an onboarding from its end, and what of it may be passed."""

from __future__ import annotations

import pytest

from onboarding_phases.closing.enums import PointKind
from onboarding_phases.closing.rules import standing_of


def test_with_nothing_open_an_onboarding_can_end():
    found = standing_of([(kind, 0) for kind in PointKind])
    assert found.is_clear and found.can_be_passed and not found.open


@pytest.mark.parametrize("kind", PointKind)
def test_a_manager_passes_all_but_phases_and_commitments(kind):
    found = standing_of([(kind, 2)])
    assert [point.kind for point in found.open] == [kind]
    assert found.can_be_passed is (kind not in (PointKind.PHASES, PointKind.COMMITMENTS))
    assert not found.is_clear
