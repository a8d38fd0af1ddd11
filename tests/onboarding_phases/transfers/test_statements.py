"""The page of an onboarding stays within its statements with what this room brings."""

from __future__ import annotations

import pytest

from portal.people import Role
from tests.browsing import statements
from tests.factories.partners import make_partner_manager
from tests.factories.people import make_user
from tests.onboarding_phases.transfers.test_change_firm import Case

pytestmark = pytest.mark.usefixtures("app")


def test_pages_before_and_after_a_change_ask_the_database_twelve_times_at_most(app, login):
    case = Case()
    readers = [login(make_user(Role.CS_MANAGER)), login(make_partner_manager(case.second))]
    with statements(app) as asked:
        assert readers[0].get(f"/onboardings/{case.code}").status_code == 200
    before = len(asked)
    offer = case.change()
    code = case.accept(offer)
    counts = [before]
    for reader in readers:
        with statements(app) as asked:
            assert reader.get(f"/onboardings/{code}").status_code == 200
        counts.append(len(asked))
    assert max(counts) <= 12, counts
