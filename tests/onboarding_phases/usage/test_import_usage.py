from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from onboarding_phases.usage.queries import exported_records
from onboarding_phases.usage.services import import_usage
from onboarding_phases.usage.tables import USAGE
from portal import clock
from portal.accounts.models import User
from portal.exchange.values import Outcome
from portal.people import PORTAL, Role
from portal.tables.problems import InputProblems
from portal.tables.reading import read_table
from tests.conftest import NOW
from tests.factories.onboardings import make_onboarding, make_served_customer, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
HEADER = "customer_code,date,metric,value\n"


def bring_in(*lines: str) -> Outcome:
    parsed = USAGE.parse(read_table((HEADER + "\n".join(lines)).encode(), name="usage.csv"))
    with unit():
        return import_usage(parsed, PORTAL)


def test_a_file_activates_and_comes_back_as_it_went_in() -> None:
    onboarding = make_onboarding(make_partner(), customer=make_served_customer(code="C000001"))

    outcome = bring_in(
        "C000001,2026-11-20,bank_feeds,1",
        "C000001,2026/11/20,journals_30d,５０",
        "C000001,2026-11-20,monthly_closes,1",
    )

    assert outcome == Outcome(3, 0, 0)
    assert reload(onboarding.id).activated_on == date(2026, 11, 20)
    with unit():
        assert list(exported_records())[1] == ("C000001", date(2026, 11, 20), "journals_30d", 50.0)


def test_the_same_file_twice_and_a_corrected_one() -> None:
    make_served_customer(code="C000001")
    bring_in("C000001,2026-11-20,bank_feeds,1", "C000001,2026-11-21,bank_feeds,2")

    assert bring_in("C000001,2026-11-20,bank_feeds,1", "C000001,2026-11-21,bank_feeds,3") == Outcome(0, 1, 1)


def test_every_bad_row_is_named_and_nothing_is_written() -> None:
    make_served_customer(code="C000001")

    with pytest.raises(InputProblems) as found:
        bring_in(
            "C000001,2026-11-20,bank_feeds,1",
            "C999999,2026-11-20,bank_feeds,1",
            "C000001,2026-11-20,bank_feeds,2",
        )

    assert [(problem.row, problem.column) for problem in found.value.problems] == [(3, "customer_code"), (4, None)]
    with unit():
        assert list(exported_records()) == []


@pytest.mark.parametrize("line", ["C000001,yesterday,m,1", "C000001,2026-11-20,m,-1", "C000001,2026-11-20,,1"])
def test_cells_that_do_not_fit_are_refused(line: str) -> None:
    with pytest.raises(InputProblems):
        bring_in(line)


def test_a_list_of_onboardings_says_up_to_which_day_usage_is_known(login: Callable[[User], FlaskClient]) -> None:
    make_served_customer(code="C000001")
    bring_in("C000001,2026-11-20,bank_feeds,1")

    assert (
        "Usage is known up to 20 Nov 2026, 4 days ago." in login(make_user(Role.CS_MANAGER)).get("/onboardings").text
    )
    assert "Usage is known" not in login(make_partner_manager(make_partner())).get("/onboardings").text


def test_usage_whose_values_count_no_more_is_marked_beside_lists_and_figures(
    login: Callable[[User], FlaskClient],
) -> None:
    make_served_customer(code="C000001")
    bring_in("C000001,2026-11-17,bank_feeds,1")
    client = login(make_user(Role.CS_MANAGER))
    assert "Too old to judge activation" not in client.get("/onboardings").text

    with clock.at(NOW + timedelta(days=1)):
        assert "8 days ago" in client.get("/onboardings").text
        assert "Too old to judge activation" in client.get("/onboardings").text
