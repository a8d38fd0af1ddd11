"""Rights end with what gave them: the next request of an open browser is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from onboarding_phases.onboardings.models import Onboarding, Staffing
from portal import clock
from portal.accounts.models import LoginSession, User
from portal.people import Role
from portal.tenancy import Tenant
from tests.architecture.test_access import READERS
from tests.conftest import NOW
from tests.factories.three_firms import ThreeFirms, make_three_firms
from tests.world import unit

pytestmark = pytest.mark.one_database


@pytest.fixture
def made(app) -> ThreeFirms:
    """The three firms, made anew for each test: these tests take rights away for good."""
    return make_three_firms(app)


def change(model, *where, **values) -> None:
    with unit() as session:
        session.execute(update(model).where(*where).values(**values))


def is_open(client, path: str = "/account") -> bool:
    answer = client.get(path)
    assert answer.status_code in (200, 302, 403, 404)
    return answer.status_code == 200


def test_rights_end_with_account_session_and_firm(made):
    browsers = {name: made.browser(name) for name in READERS}
    assert all(is_open(client) for client in browsers.values())

    change(User, User.email == "cs_manager@vendor.example", disabled_at=clock.now())
    change(LoginSession, LoginSession.user_id == made.people["sales"].user.id, revoked_at=clock.now())
    change(LoginSession, LoginSession.user_id == made.people["support"].user.id, expires_at=clock.now())
    change(Tenant, Tenant.id == made.partners["Anzu"].id, closed_at=clock.now())

    shut = {name for name, client in browsers.items() if not is_open(client)}
    assert shut == {"cs_manager", "sales", "support", "Anzu_manager", "Anzu_one", "Anzu_two"}


def test_a_new_role_counts_from_the_next_request(made):
    client = made.browser("admin")
    assert is_open(client, "/letters")

    change(User, User.id == made.people["admin"].user.id, role=Role.SUPPORT)

    assert client.get("/letters").status_code == 403


def test_a_consultant_who_is_taken_off_an_onboarding_finds_nothing(made):
    client, path = made.browser("Anzu_one"), f"/onboardings/{made.onboardings['Anzu'].code}"
    assert is_open(client, path)

    change(Staffing, Staffing.onboarding_id == made.onboardings["Anzu"].id, until_on=clock.today())

    assert client.get(path).status_code == 404
    assert "AnzuHiraku" not in client.get("/onboardings").text


@pytest.mark.parametrize(("days", "wanted"), [(30, 200), (31, 404)])
def test_a_firm_loses_an_onboarding_thirty_days_after_its_end(made, days, wanted):
    client, path = made.browser("Anzu_manager"), f"/onboardings/{made.onboardings['Anzu'].code}"

    change(
        Onboarding,
        Onboarding.id == made.onboardings["Anzu"].id,
        state="withdrawn",
        withdrawn_on=date(2026, 11, 24),
        withdrawn_reason="stopped",
    )

    with clock.at(NOW + timedelta(days=days)):
        assert client.get(path).status_code == wanted
        for page in ("/onboardings?tab=all", "/onboardings/list.csv?tab=all", "/reports/kpi/cases", "/"):
            assert ("AnzuHiraku" in client.get(page).text) <= (wanted == 200), page


def test_an_owner_who_hands_a_customer_on_finds_nothing(made):
    mine, theirs = made.browser("cs_member"), made.browser("cs_member_twin")
    path = f"/onboardings/{made.onboardings['Anzu'].code}"
    assert is_open(mine, path)
    assert not is_open(theirs, path)

    change(Onboarding, Onboarding.id == made.onboardings["Anzu"].id, owner_id=made.people["cs_member_twin"].user.id)

    assert not is_open(mine, path)
    assert is_open(theirs, path)
