"""The pages of certification: who sees what, and what a decision by form does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from certification.enums import EvaluationState
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Partner
from portal.accounts.models import User
from portal.people import Role
from tests.factories.certification import (
    SECOND_QUARTER,
    THIRD_QUARTER,
    decided,
    evaluated,
    evaluations,
    make_programme,
    make_promising_partner,
    make_record,
)
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

Login = Callable[..., FlaskClient]
PERIOD = THIRD_QUARTER.isoformat()


def text(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined, no-any-return]


def token(browser: FlaskClient, address: str) -> str:
    page = text(browser.get(address))
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def post(browser: FlaskClient, page: str, address: str, **data: object) -> object:
    return browser.post(address, data={"csrf_token": token(browser, page), **data})


def addresses(partner: Partner) -> list[str]:
    own = f"/certification/{partner.code}"
    return [own, f"{own}?period={PERIOD}", f"{own}/{PERIOD}/on_time_phase_rate"]


def test_a_manager_sees_every_firm_of_the_latest_period(login: Login) -> None:
    rising, other = make_promising_partner(), make_programme()
    evaluated()
    page = text(login(make_user()).get("/certification"))

    assert "2 evaluations wait for your decision" in page
    assert "1 rise, 0 fall, 1 stay" in page
    assert rising.name in page
    assert other.name in page


def test_a_firm_reads_no_proposal_in_the_story_of_its_evaluations(login: Login) -> None:
    partner = make_promising_partner()
    decided(SECOND_QUARTER)
    evaluated()
    firm, vendor = login(make_partner_manager(partner)), login(make_user())

    shown = [text(browser.get(f"/certification/{partner.code}")) for browser in (firm, vendor)]

    assert [f"period={PERIOD}" in page for page in shown] == [False, True]


@pytest.mark.parametrize("role", [Role.CS_MANAGER, Role.AUDITOR])
@pytest.mark.parametrize("state", ["proposed", "decided"])
def test_the_vendor_opens_a_firm_and_the_cases_behind_each_figure(login: Login, role: Role, state: str) -> None:
    partner = make_partner()
    code = make_record(partner)[0]
    make_programme()
    evaluated() if state == "proposed" else decided()
    browser = login(make_user(role))

    for address in addresses(partner):
        assert browser.get(address).status_code == 200
    cases = text(browser.get(f"/certification/{partner.code}/{PERIOD}/adjusted_activation_rate"))
    assert f"/onboardings/{code}" in cases


def test_a_firm_opens_no_case_whose_onboarding_it_no_longer_sees(login: Login) -> None:
    partner = make_partner()
    ended, running = make_record(partner)[:2]
    make_programme()
    decided()
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.code == ended)).one()
        found.state, found.completed_on = OnboardingState.COMPLETED, date(2026, 10, 1)

    page = text(
        login(make_partner_manager(partner)).get(f"/certification/{partner.code}/{PERIOD}/adjusted_activation_rate")
    )

    assert f"/onboardings/{running}" in page
    assert f"/onboardings/{ended}" not in page


def test_a_firm_reads_its_own_decided_evaluation_and_finds_it_from_the_menu(login: Login) -> None:
    partner, other = make_promising_partner(), make_programme()
    decided()
    browser = login(make_partner_manager(partner))

    assert browser.get("/certification").headers["Location"].endswith(f"/certification/{partner.code}")
    page = text(browser.get(f"/certification/{partner.code}"))
    assert "To tier 4 “Expert”" in page
    assert other.code not in page
    assert other.name not in page


def test_a_firm_does_not_see_what_is_not_decided(login: Login) -> None:
    partner = make_partner()
    make_record(partner)
    evaluated()
    browser = login(make_partner_manager(partner))

    assert "has not been evaluated yet" in text(browser.get(f"/certification/{partner.code}"))
    assert [browser.get(address).status_code for address in addresses(partner)[1:]] == [404, 404]


def test_a_stranger_finds_nothing_as_if_it_did_not_exist(login: Login) -> None:
    partner, stranger = make_promising_partner(), make_partner()
    decided()
    browser = login(make_partner_manager(stranger))

    for address in addresses(partner):
        missing = browser.get(address.replace(partner.code, "T9999"))
        foreign = browser.get(address)
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert partner.name not in text(foreign)


def test_a_consultant_sees_nothing_of_certification(login: Login) -> None:
    partner = make_partner()
    decided()
    user, _consultant = make_consultant_user(partner)

    for address in ["/certification", "/certification/policy", *addresses(partner)]:
        assert login(user).get(address).status_code == 403


@pytest.mark.parametrize("role", [Role.CS_MEMBER, Role.SALES, Role.SUPPORT])
def test_other_roles_of_the_vendor_see_nothing_of_it(login: Login, role: Role) -> None:
    assert login(make_user(role)).get("/certification").status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PARTNER_MANAGER, Role.CONSULTANT, Role.ADMIN])
def test_only_a_manager_gets_to_evaluating_and_deciding(login: Login, role: Role) -> None:
    partner = make_partner()
    evaluated()
    own = partner if role in (Role.PARTNER_MANAGER, Role.CONSULTANT) else None
    browser = login(make_user(role, partner=own))

    for address in (f"/certification/{partner.code}/{PERIOD}/decide", f"/certification/decide/{PERIOD}"):
        assert browser.get(address).status_code == 403
    assert browser.post("/certification/evaluations").status_code in (400, 403)
    assert browser.get(f"/certification/metrics/{PERIOD}.csv").status_code == (200 if role is Role.AUDITOR else 403)
    assert evaluations()[partner.id].state is EvaluationState.PROPOSED


def test_a_period_is_evaluated_by_form(login: Login) -> None:
    partner = make_partner()
    browser = login(make_user())
    answer = post(browser, "/certification", "/certification/evaluations", period_end=PERIOD)

    assert answer.status_code == 303  # type: ignore[attr-defined]
    assert set(evaluations()) == {partner.id}


def test_a_period_that_is_not_offered_is_refused_in_the_form(login: Login) -> None:
    make_partner()
    browser = login(make_user())

    answer = post(browser, "/certification", "/certification/evaluations", period_end="2026-12-31")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert evaluations() == {}


def test_an_earlier_period_that_waits_is_named_on_the_page(login: Login) -> None:
    make_partner()
    evaluated(THIRD_QUARTER.replace(month=6))
    browser = login(make_user())

    answer = post(browser, "/certification", "/certification/evaluations", period_end=PERIOD)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "Decide the evaluations of the period before first." in text(answer)


def decide_address(partner: Partner) -> str:
    return f"/certification/{partner.code}/{PERIOD}/decide"


def test_a_decision_by_form_grants_the_tier_and_tells_the_firm(login: Login) -> None:
    partner, manager = make_promising_partner(), make_user()
    make_programme()
    evaluated()
    own = make_partner_manager(partner)
    browser, address = login(manager), decide_address(partner)
    answer = post(browser, address, address, tier=3, reason="Nine of nine.")

    assert answer.status_code == 303  # type: ignore[attr-defined]
    assert evaluations()[partner.id].decided_by == manager.id
    inbox = text(login(own).get("/inbox"))
    assert "rises from tier 2 to 3" in inbox
    assert f"/certification/{partner.code}" in inbox


def test_a_decision_without_a_reason_keeps_what_was_chosen(login: Login) -> None:
    partner = make_promising_partner()
    evaluated()
    browser, address = login(make_user()), decide_address(partner)
    answer = post(browser, address, address, tier=1, reason="")

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert re.search('<input checked[^>]*value="1"', text(answer))
    assert evaluations()[partner.id].state is EvaluationState.PROPOSED


def test_a_second_decision_is_refused(login: Login) -> None:
    partner = make_partner()
    evaluated()
    browser, address = login(make_user()), decide_address(partner)
    csrf = token(browser, address)
    first, second = (
        browser.post(address, data={"csrf_token": csrf, "tier": 2, "reason": "Agreed."}).status_code
        for _ in range(2)
    )
    assert (first, second) == (303, 409)


def test_all_are_decided_as_proposed_by_form(login: Login) -> None:
    make_promising_partner()
    make_programme()
    evaluated()
    address = f"/certification/decide/{PERIOD}"
    browser = login(make_user())
    answer = post(browser, address, address, reason="As measured.")

    assert answer.status_code == 303  # type: ignore[attr-defined]
    assert {row.state for row in evaluations().values()} == {EvaluationState.DECIDED}
    assert browser.get(address).status_code == 404


def test_the_exported_metrics_name_every_column_of_the_policy(login: Login) -> None:
    partner = make_partner()
    make_record(partner, late=1)
    evaluated()
    lines = text(login(make_user()).get(f"/certification/metrics/{PERIOD}.csv")).splitlines()

    assert lines[0].lstrip("\ufeff").startswith("partner_code,unaided_phase_rate,first_time_accept_rate")
    assert lines[0].endswith("n,valid_certificates,previous_tier,below_count")
    assert f"{partner.code},1,1,0.8," in lines[1]


@pytest.mark.parametrize("bad", ["2026-13-01", "yesterday", "2026-06-30"])
def test_a_period_that_nobody_evaluated_is_not_found(login: Login, bad: str) -> None:
    partner = make_partner()
    evaluated()
    browser = login(make_user())

    for address in (f"/certification?period={bad}", f"/certification/{partner.code}?period={bad}"):
        assert browser.get(address).status_code == 404
    assert browser.get(f"/certification/{partner.code}/{bad}/n").status_code == 404
    assert browser.get(f"/certification/{partner.code}/{PERIOD}/nothing").status_code == 404


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_policy_is_readable_by_whoever_is_certified(login: Login, locale: str) -> None:
    partner = make_partner()
    users: list[User] = [make_partner_manager(partner), make_user(), make_user(Role.ADMIN), make_user(Role.AUDITOR)]

    for user in users:
        page = text(login(user, locale=locale).get("/certification/policy"))
        assert ("提供価値" if locale == "ja" else "Delivered value") in page


def test_the_pages_of_a_vendor_and_a_firm_read_the_same_in_japanese(login: Login) -> None:
    partner = make_promising_partner()
    make_programme()
    decided()
    for user in (make_user(), make_partner_manager(partner)):
        page = text(login(user, locale="ja").get(f"/certification/{partner.code}"))
        assert "ランク4「専門」まで" in page


def test_a_firm_reads_what_it_would_take_and_what_leaves_the_window(login: Login) -> None:
    partner = make_promising_partner()
    make_programme()
    decided()

    page = text(login(make_partner_manager(partner)).get(f"/certification/{partner.code}"))

    assert re.search(r"the window by 31 Dec 2026", page)
    assert re.search(r"“Adjusted X-day activation rate”: \d+ more cases? that meets? it leads? to", page)
    assert "next evaluation" in page


def test_an_earlier_evaluation_says_nothing_of_what_leaves_the_window(login: Login) -> None:
    partner = make_promising_partner()
    make_programme()
    decided(SECOND_QUARTER)
    decided()

    page = text(login(make_partner_manager(partner)).get(f"/certification/{partner.code}?period=2026-06-30"))

    assert "the window by" not in page


def test_a_firm_reads_of_its_client_where_the_vendor_reads_of_itself(login: Login) -> None:
    partner = make_promising_partner()
    decided()
    told = {"vendor": login(make_user()), "client": login(make_partner_manager(partner))}

    for word, browser in told.items():
        page = text(browser.get(f"/certification/{partner.code}"))
        assert [f"phases that the {name} did not rescue" in page for name in told] == [name == word for name in told]
