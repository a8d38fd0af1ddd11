"""The cookie of a browser, kept and sent again after what ended it: refused by every page, at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from partners.enums import PartnerStatus
from portal import clock
from portal.people import Role
from tests.architecture.policy import policy, roles_by_route
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, letters, mailed_path, make_member, run_jobs
from tests.factories.partners import make_partner

pytestmark = pytest.mark.one_database

FRESH = {"password": "a fresh password", "repeated": "a fresh password"}


class Case:
    """A manager of a firm with a cookie to steal, a colleague, and the vendor's people who may end it."""

    def __init__(self, app: Flask) -> None:
        self.app, self.partner = app, make_partner()
        self.user = make_member(Role.PARTNER_MANAGER, partner=self.partner)
        self.colleague = make_member(Role.PARTNER_MANAGER, partner=self.partner)
        self.mine = self.enter(self.user)
        self.stolen = self.mine.cookie

    def enter(self, user) -> Browser:
        browser = Browser(self.app)
        assert browser.log_in(user.email, PASSWORD).status_code == 303
        return browser

    def act(self, browser: Browser, path: str, page: str, **data: str) -> None:
        assert browser.send(path, page=page, data=data).status_code == 303

    @property
    def of_user(self) -> str:
        return f"/users/{self.user.code}"


def log_out(case: Case) -> None:
    case.act(case.mine, "/logout", "/")


def change_password(case: Case) -> None:
    case.act(case.mine, "/account/password", "/account", current=PASSWORD, **FRESH)


def reset_password(case: Case) -> None:
    stranger = Browser(case.app)
    case.act(stranger, "/password/forgot", "/password/forgot", email=case.user.email)
    run_jobs()
    path = mailed_path(letters()[-1])
    case.act(stranger, path, path, **FRESH)


def change_role(case: Case) -> None:
    case.act(case.enter(case.colleague), f"{case.of_user}/role", case.of_user, role="consultant")


def disable(case: Case) -> None:
    case.act(case.enter(make_member(Role.ADMIN)), f"{case.of_user}/disable", case.of_user)


def disable_and_enable(case: Case) -> None:
    admin = case.enter(make_member(Role.ADMIN))
    case.act(admin, f"{case.of_user}/disable", case.of_user)
    case.act(admin, f"{case.of_user}/enable", case.of_user)


def end_from_elsewhere(case: Case) -> None:
    case.act(case.enter(case.user), "/account/sessions/end_others", "/account")


def end_the_partnership(case: Case) -> None:
    path, today = f"/partners/{case.partner.code}/status", f"{clock.today()}"
    manager = case.enter(make_member(Role.CS_MANAGER))
    case.act(manager, path, path, status=PartnerStatus.ENDED.value, on=today, reason="Contract over")


ACTS = [
    log_out,
    change_password,
    reset_password,
    change_role,
    disable,
    disable_and_enable,
    end_from_elsewhere,
    end_the_partnership,
]


def replayed(case: Case) -> dict[str, int]:
    """What every page without a row in its address answers to the stolen cookie."""
    thief = Browser(case.app)
    thief.cookie = case.stolen
    guarded = [route for route, roles in roles_by_route().items() if roles and "<" not in route]
    pages = [route.removeprefix("GET ") for route in guarded if route.startswith("GET ")]
    return {path: thief.get(path).status_code for path in pages}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_cookie_is_refused_on_the_next_request_after(app, act: Callable[[Case], None]):
    case = Case(app)
    assert 200 in replayed(case).values()

    act(case)

    answers = replayed(case)
    assert len(answers) >= 15
    assert set(answers.values()) == {302}


def test_a_cookie_is_refused_when_its_time_is_over(app):
    case = Case(app)

    with clock.at(NOW + timedelta(days=7, seconds=1)):
        assert set(replayed(case).values()) == {302}


def test_a_cookie_that_nothing_ended_goes_on(app):
    case = Case(app)
    case.enter(case.colleague)

    mine = {route for entry in policy().values() if Role.PARTNER_MANAGER in entry.roles for route in entry.routes}
    opened = {f"GET {path}" for path, status in replayed(case).items() if status == 200}
    assert opened <= mine
    assert len(opened) >= 5
