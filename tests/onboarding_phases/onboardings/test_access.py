"""Ours, a teammate's, a stranger's: who sees which onboardings, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from portal.people import Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding, make_served_customer, put_on
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user

pytestmark = pytest.mark.usefixtures("app")
Browse = Callable[..., Browser]
CANARY = "Kanariya Trading"


def paths(onboarding: Onboarding) -> list[str]:
    own = f"/onboardings/{onboarding.code}"
    return [own, f"{own}/phases/1", f"{own}/phases/6"]


def make_canary(partner: object, **values: object) -> Onboarding:
    return make_onboarding(partner, customer=make_served_customer(name=CANARY), **values)  # type: ignore[arg-type]


def sees(browser: Browser, onboarding: Onboarding) -> bool:
    answers = {browser.get(path).status_code for path in paths(onboarding)}
    assert answers in ({200}, {404})
    views = ("", "?view=board", "?view=timeline", "?tab=all", "?q=Kanariya&tab=all")
    listed = [CANARY in browser.get(f"/onboardings{view}").text for view in views]
    found = answers == {200}
    assert listed[3] is found
    assert found or not any(listed[:3])
    return found


def test_a_manager_of_the_firm_sees_the_firms_own_alone(browse: Browse) -> None:
    partner, stranger = make_partner(), make_partner()
    onboarding = make_canary(partner)

    assert sees(browse(make_partner_manager(partner)), onboarding)
    assert not sees(browse(make_partner_manager(stranger)), onboarding)


def test_a_consultant_sees_those_that_the_firm_put_them_on(browse: Browse) -> None:
    partner = make_partner()
    onboarding = make_canary(partner)
    mine, row = make_consultant_user(partner)
    teammate, _ = make_consultant_user(partner)
    stranger, _ = make_consultant_user(make_partner())
    put_on(onboarding, row)

    assert sees(browse(mine), onboarding)
    assert not sees(browse(teammate), onboarding)
    assert not sees(browse(stranger), onboarding)


@pytest.mark.parametrize("role", [Role.CS_MANAGER, Role.SUPPORT, Role.AUDITOR])
def test_managers_support_and_auditors_see_all(browse: Browse, role: Role) -> None:
    assert sees(browse(make_user(role)), make_canary(make_partner()))


def test_a_cs_member_sees_those_that_they_own(browse: Browse) -> None:
    owner, teammate = make_user(Role.CS_MEMBER), make_user(Role.CS_MEMBER)
    onboarding = make_canary(make_partner(), owner=owner)

    assert sees(browse(owner), onboarding)
    assert not sees(browse(teammate), onboarding)


def test_sales_see_those_of_their_customers(browse: Browse) -> None:
    seller, colleague = make_user(Role.SALES), make_user(Role.SALES)
    customer = make_served_customer(name=CANARY, sales_owner_id=seller.id)
    onboarding = make_onboarding(make_partner(), customer=customer)

    assert sees(browse(seller), onboarding)
    assert not sees(browse(colleague), onboarding)


@pytest.mark.parametrize(("ended_on", "seen"), [(date(2026, 10, 25), True), (date(2026, 10, 24), False)])
def test_a_firms_access_ends_thirty_days_after_the_end(browse: Browse, ended_on: date, seen: bool) -> None:
    partner = make_partner()
    onboarding = make_canary(partner, state=OnboardingState.COMPLETED, completed_on=ended_on)

    assert sees(browse(make_partner_manager(partner)), onboarding) is seen
    assert sees(browse(make_user(Role.CS_MANAGER)), onboarding)


def test_no_page_of_a_firm_holds_the_vendors_code_or_another_firm(browse: Browse) -> None:
    partner, other = make_partner(), make_partner(name="Zebra Partners")
    customer = make_served_customer(code="CANARY77")
    onboarding = make_onboarding(partner, customer=customer)
    make_onboarding(other)
    browser = browse(make_partner_manager(partner))

    for path in ["/", "/onboardings", "/onboardings/list.csv", "/onboardings?partner=T9999", *paths(onboarding)]:
        text = browser.get(path).text
        assert "CANARY77" not in text
        assert "Zebra" not in text


def test_the_export_holds_what_the_list_holds(browse: Browse) -> None:
    partner = make_partner()
    make_canary(partner)
    make_onboarding(make_partner())

    text = browse(make_partner_manager(partner)).get("/onboardings/list.csv").text

    assert len(text.strip().splitlines()) == 2
    assert CANARY in text


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.AUDITOR, Role.SALES])
def test_readers_of_the_vendor_cannot_change_anything(browse: Browse, role: Role) -> None:
    onboarding = make_onboarding(make_partner())
    browser = browse(make_user(role))
    token = browser.token("/inbox")

    for path in ("hold", "withdraw", "consultants", "phases/1/skip", "phases/1/complete", "hold/end"):
        answer = browser.client.post(f"/onboardings/{onboarding.code}/{path}", data={"csrf_token": token})
        assert answer.status_code == 403


def test_only_the_firms_manager_names_its_people(browse: Browse) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    path = f"/onboardings/{onboarding.code}/consultants"

    assert browse(make_partner_manager(partner)).get(path).status_code == 200
    assert browse(make_partner_manager(make_partner())).get(path).status_code == 404
    assert browse(make_user(Role.CS_MANAGER)).get(path).status_code == 403
