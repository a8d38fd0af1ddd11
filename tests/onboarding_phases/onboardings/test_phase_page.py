"""A phase from the browser: three clicks for the firm, the vendor's answer, and a second editor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding
from portal.accounts.models import User
from portal.inbox.models import Notice
from portal.people import Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding, put_on, reload
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
Browse = Callable[..., Browser]


def page_of(onboarding: Onboarding, position: int = 1) -> str:
    return f"/onboardings/{onboarding.code}/phases/{position}"


def send(browser: Browser, onboarding: Onboarding, step: str, *, version: int, **values: str) -> int:
    page = page_of(onboarding)
    data = {f"{step}-version": str(version), **{f"{step}-{name}": value for name, value in values.items()}}
    return browser.send(f"{page}/{step}", page=page, data=data).status_code


def state_of(onboarding: Onboarding) -> PhaseState:
    return reload(onboarding.id).phases[0].state


@pytest.fixture
def firm() -> tuple[Onboarding, User, User]:
    """An onboarding, the consultant on it, and its owner at the vendor."""
    partner, owner = make_partner(), make_user(Role.CS_MEMBER)
    consultant, row = make_consultant_user(partner)
    onboarding = make_onboarding(partner, owner=owner)
    put_on(onboarding, row)
    return onboarding, consultant, owner


def test_a_consultant_starts_and_submits_and_the_owner_is_told(
    browse: Browse, firm: tuple[Onboarding, User, User]
) -> None:
    onboarding, consultant, owner = firm
    browser = browse(consultant)

    assert send(browser, onboarding, "start", version=1) == 303
    assert send(browser, onboarding, "submit", version=2, note="minutes are in the folder") == 303

    assert state_of(onboarding) is PhaseState.SUBMITTED
    with unit() as session:
        notices = session.scalars(select(Notice).where(Notice.user_id == owner.id)).all()
    assert [notice.kind for notice in notices] == ["onboardings.phase_submitted"]
    assert notices[0].href == page_of(onboarding)


def test_the_owner_returns_with_words_and_then_accepts(browse: Browse, firm: tuple[Onboarding, User, User]) -> None:
    onboarding, consultant, owner = firm
    at_firm, at_vendor = browse(consultant), browse(owner)
    send(at_firm, onboarding, "start", version=1)
    send(at_firm, onboarding, "submit", version=2)

    assert send(at_vendor, onboarding, "return", version=3, missing="the agreed schedule") == 303
    assert "the agreed schedule" in at_firm.get(page_of(onboarding)).text
    assert send(at_firm, onboarding, "submit", version=4) == 303
    assert send(at_vendor, onboarding, "complete", version=5) == 303

    phase = reload(onboarding.id).phases[0]
    assert (phase.state, phase.returns, phase.completed_on) == (PhaseState.COMPLETED, 1, date(2026, 11, 24))
    with unit() as session:
        told = session.scalars(select(Notice).where(Notice.user_id == consultant.id).order_by(Notice.id)).all()
    assert [notice.kind for notice in told] == ["onboardings.phase_returned", "onboardings.phase_completed"]


def test_a_return_without_words_is_not_sent_and_says_so_beside_the_field(
    browse: Browse, firm: tuple[Onboarding, User, User]
) -> None:
    onboarding, consultant, owner = firm
    at_firm, at_vendor = browse(consultant), browse(owner)
    send(at_firm, onboarding, "start", version=1)
    send(at_firm, onboarding, "submit", version=2)

    assert send(at_vendor, onboarding, "return", version=3, missing="") == 422

    assert state_of(onboarding) is PhaseState.SUBMITTED


def test_the_second_editor_gets_409_is_told_the_difference_and_keeps_what_was_typed(
    browse: Browse, firm: tuple[Onboarding, User, User]
) -> None:
    onboarding, consultant, owner = firm
    at_firm, at_vendor = browse(consultant), browse(owner)
    send(at_firm, onboarding, "start", version=1)
    page = page_of(onboarding)

    answer = at_vendor.send(
        f"{page}/skip", page=page, data={"skip-version": "1", "skip-reason": "they have one already"}
    )

    assert answer.status_code == 409
    assert consultant.name in answer.text
    assert "Not started → In progress" in answer.text
    assert "they have one already" in answer.text
    assert 'name="skip-version" type="hidden" value="2"' in answer.text
    assert state_of(onboarding) is PhaseState.IN_PROGRESS


def test_what_was_typed_is_shown_even_where_the_step_is_gone(
    browse: Browse, firm: tuple[Onboarding, User, User]
) -> None:
    onboarding, consultant, owner = firm
    at_firm, at_vendor = browse(consultant), browse(owner)
    send(at_firm, onboarding, "start", version=1)
    send(at_vendor, onboarding, "skip", version=2, reason="not needed")

    answer = at_firm.client.post(
        f"{page_of(onboarding)}/submit",
        data={"csrf_token": at_firm.token("/inbox"), "submit-version": "2", "submit-note": "all is ready"},
    )

    assert answer.status_code == 409
    assert "all is ready" in answer.text


@pytest.mark.parametrize(("step", "status"), [("complete", 403), ("return", 403), ("skip", 409)])
def test_the_firm_cannot_take_the_vendors_steps(
    browse: Browse, firm: tuple[Onboarding, User, User], step: str, status: int
) -> None:
    onboarding, consultant, _owner = firm

    assert send(browse(consultant), onboarding, step, version=1, missing="x", reason="x") == status


@pytest.mark.parametrize("step", ["start", "submit"])
def test_the_vendor_cannot_take_the_firms_steps(
    browse: Browse, firm: tuple[Onboarding, User, User], step: str
) -> None:
    onboarding, _consultant, owner = firm

    assert send(browse(owner), onboarding, step, version=1) == 403


def test_a_page_offers_only_the_steps_that_its_reader_may_take(
    browse: Browse, firm: tuple[Onboarding, User, User]
) -> None:
    onboarding, consultant, owner = firm
    page = page_of(onboarding)

    assert f"{page}/start" in browse(consultant).get(page).text
    assert f"{page}/start" not in browse(owner).get(page).text
    assert f"{page}/skip" in browse(owner).get(page).text
    assert f"{page}/skip" not in browse(make_user(Role.SUPPORT)).get(page).text
    assert f"{page}/skip" not in browse(consultant).get(page).text


def test_the_firms_manager_is_told_of_a_return_too(browse: Browse, firm: tuple[Onboarding, User, User]) -> None:
    onboarding, consultant, owner = firm
    with unit() as session:
        partner = session.get_one(Onboarding, onboarding.id).partner
    manager = make_partner_manager(partner)
    at_firm = browse(consultant)
    send(at_firm, onboarding, "start", version=1)
    send(at_firm, onboarding, "submit", version=2)
    send(browse(owner), onboarding, "return", version=3, missing="the schedule")

    with unit() as session:
        told = session.scalars(select(Notice.kind).where(Notice.user_id == manager.id)).all()
    assert told == ["onboardings.phase_returned"]
