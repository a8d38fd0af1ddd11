"""Two days as they are lived: a consultant's on a phone, and the morning of a CS manager."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import start_phase, submit_phase
from portal import clock
from portal.people import PORTAL
from tests.browser.conftest import Meet
from tests.browser.serving import Served
from tests.browser.visitors import Visitor

pytestmark = pytest.mark.browser
PHONE = 375


def test_a_consultants_day_on_a_phone(lived_in_portal: Served, meet: Meet) -> None:
    consultant = meet(lived_in_portal, "consultant@p0003.example", width=PHONE, touch=True)
    card = consultant.page.locator(".day-cards .card", has=consultant.page.locator(".btn-w")).first
    customer = card.locator("h3").inner_text()

    move_a_phase_on(consultant)
    tick_off_a_task(consultant, customer)
    log_out(consultant)

    assert consultant.complaints == []


def move_a_phase_on(consultant: Visitor) -> None:
    """From the start page: what is next, the step, done: two touches, three where a word goes with it."""
    with consultant.page.expect_navigation():
        consultant.page.locator(".day-cards .btn-w").first.tap()
    step = consultant.page.locator("#act ~ .step-forms .btn-1, .step-forms .btn-1").first
    expect(step).to_be_in_viewport()
    with consultant.page.expect_navigation():
        step.tap()
    expect(consultant.page.locator(".flashes .flash")).to_be_visible()
    fits(consultant)


def tick_off_a_task(consultant: Visitor, customer: str) -> None:
    consultant.open("/onboardings")
    consultant.follow(customer)
    # One that waits for no other.
    box = consultant.page.locator("tr:not(:has(th p)) input[name=tasks]:visible").first
    name = box.get_attribute("value")
    box.tap()
    consultant.press("選んだタスクを完了にする")
    expect(consultant.page.locator(f"input[name=tasks][value='{name}']")).to_have_count(0)
    fits(consultant)


def log_out(consultant: Visitor) -> None:
    consultant.page.locator("header details summary, .top details summary").last.tap()
    consultant.press("ログアウトする")
    assert consultant.path.startswith("/login")


def fits(visitor: Visitor) -> None:
    """Nothing has to be scrolled sideways."""
    assert visitor.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_a_managers_morning(lived_in_portal: Served, meet: Meet) -> None:
    customer = one_waits_for_review(lived_in_portal)
    manager = meet(lived_in_portal, "manager@vendor.example")
    manager.follow("リスク高・中をすべて見る")
    assert "tab=risk" in manager.path

    manager.page.locator(".tabs a", has_text="レビュー待ち").click()
    manager.page.locator("summary", has_text="保存した絞り込み").click()
    manager.fill("この絞り込みの名前", "朝のレビュー")
    manager.press("保存する")
    manager.choose("オンボーディング")
    manager.page.locator("summary", has_text="保存した絞り込み").click()
    manager.follow("朝のレビュー")
    assert "tab=review" in manager.path

    manager.follow(customer)
    manager.follow("レビューする")
    manager.press("承認する")
    manager.is_told("承認しました。")
    assert manager.complaints == []


def one_waits_for_review(portal: Served) -> str:
    """Have a firm of the first tiers submit the phase at which it stands; gives the customer's name."""
    with portal.unit() as session:
        running = select(Onboarding).where(Onboarding.state == OnboardingState.RUNNING).order_by(Onboarding.id)
        for onboarding in session.scalars(running):
            phase = onboarding.phases[onboarding.current_position - 1]
            if phase.state not in (PhaseState.NOT_STARTED, PhaseState.IN_PROGRESS) or onboarding.holds:
                continue
            if phase.state is PhaseState.NOT_STARTED:
                start_phase(phase, on=clock.today(), actor=PORTAL)
            submit_phase(phase, on=clock.today(), note="", actor=PORTAL)
            if phase.state is PhaseState.SUBMITTED:
                return onboarding.customer_name
    raise AssertionError("nobody's submission waits")
