"""Tokens: made on a page or by a command, shown once, good until something ends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.accounts.services import set_password
from portal.accounts.users.services import change_role, disable_user, enable_user
from portal.api.cli import token as command
from portal.api.models import ApiToken
from portal.api.services import make_token as make
from portal.api.services import revoke_token
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.command_line import bansou
from tests.conftest import NOW
from tests.factories.accounts import make_member
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.factories.tokens import ask, make_token
from tests.world import unit

SHOWN = re.compile(r"bansou_[\w-]{43}")


@pytest.fixture
def manager(app) -> User:
    return make_member(Role.CS_MANAGER, name="Mori")


def filled(person: User, **values) -> dict[str, object]:
    return {
        "name": "Usage feed",
        "user": str(person.id),
        "scopes": ["usage:write"],
        "last_on": "2026-12-31",
        **values,
    }


def rows() -> list[ApiToken]:
    with unit(write=False) as session:
        found = list(session.scalars(select(ApiToken)))
        session.expunge_all()
    return found


def test_a_token_is_shown_once_and_kept_as_a_hash(app, login, manager):
    browser = Browser(app, login(make_user(Role.ADMIN)))

    answer = browser.send("/tokens/new", data=filled(manager))

    secret = SHOWN.search(answer.text)[0]
    (kept,) = rows()
    assert secret not in repr(vars(kept))
    assert kept.scopes == ["usage:write"]
    assert kept.expires_at.isoformat() == "2026-12-31T15:00:00+00:00"
    listed = browser.get("/tokens").text
    assert "Usage feed" in listed
    assert SHOWN.search(listed) is None
    with unit(write=False) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "TokenMade")).one()
        assert secret not in repr(entry.values)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Say what the token is for"),
        ({"scopes": []}, "Choose at least one scope."),
        ({"scopes": ["usage:everything"]}, "is not in the list"),
        ({"last_on": "2026-11-23"}, "Choose a day from today to 365 days from now."),
        ({"last_on": "2027-11-25"}, "Choose a day from today to 365 days from now."),
        ({"user": "999"}, "Choose one of the list."),
    ],
)
def test_a_form_says_what_would_be_right(app, login, manager, changed, said):
    browser = Browser(app, login(make_user(Role.ADMIN)))

    answer = browser.send("/tokens/new", data=filled(manager, **changed))

    assert answer.status_code in (409, 422)
    assert said in answer.text
    assert rows() == []


def test_nobody_acts_for_whom_the_role_does_not_allow_it(app):
    auditor, firms = make_user(Role.AUDITOR), make_user(Role.PARTNER_MANAGER, partner=make_partner())
    for user, scope in ((auditor, "usage:write"), (firms, "usage:read")):
        with pytest.raises(RuleViolation), unit():
            make(name="x", user_id=user.id, scopes=[scope], last_on=clock.today(), actor=PORTAL)


def close(user: User) -> None:
    disable_user(user, actor=PORTAL)


def close_and_open(user: User) -> None:
    disable_user(user, actor=PORTAL)
    enable_user(user, actor=PORTAL)


def demote(user: User) -> None:
    change_role(user, Role.AUDITOR, actor=PORTAL)


def choose_password(user: User) -> None:
    set_password(user, "a fresh password", how="change", actor_id=user.id)


ENDS = {
    close: "account_closed",
    close_and_open: "account_closed",
    demote: "role_changed",
    choose_password: "password_set",
}


@pytest.mark.parametrize("act", ENDS, ids=lambda act: act.__name__)
def test_a_token_is_refused_on_the_next_request_after(app, manager, act: Callable[[User], None]):
    secret, client = make_token(manager)[1], app.test_client()
    assert ask(client, "/api/v1/usage", secret).status_code == 200

    with unit() as session:
        act(session.scalars(select(User).where(User.id == manager.id)).one())

    assert ask(client, "/api/v1/usage", secret).status_code == 401
    assert [token.end for token in rows()] == [ENDS[act]]


def test_a_token_is_refused_once_revoked_and_once_its_time_is_over(app, manager):
    (row, revoked), (_, expiring) = make_token(manager), make_token(manager, expires_at=NOW + timedelta(hours=1))
    client = app.test_client()
    with unit() as session:
        revoke_token(session.scalars(select(ApiToken).where(ApiToken.id == row.id)).one(), actor=PORTAL)

    assert ask(client, "/api/v1/usage", revoked).status_code == 401
    assert ask(client, "/api/v1/usage", expiring).status_code == 200
    with clock.at(NOW + timedelta(hours=1)):
        assert ask(client, "/api/v1/usage", expiring).status_code == 401


def test_a_closed_account_is_refused_even_if_nobody_ended_its_token(app, manager, monkeypatch):
    secret = make_token(manager)[1]
    with unit() as session:
        session.scalars(select(User).where(User.id == manager.id)).one().disabled_at = clock.now()

    assert ask(app.test_client(), "/api/v1/usage", secret).status_code == 401


def test_thirty_wrong_tokens_shut_an_address_and_right_ones_are_not_counted(app, manager):
    secret, client = make_token(manager)[1], app.test_client()
    for _ in range(5):
        assert ask(client, "/api/v1/usage", secret).status_code == 200
    answers = [ask(client, "/api/v1/usage", f"guess-{number}") for number in range(40)]
    forged = [
        ask(client, "/api/v1/usage", "guess", environ_base={"HTTP_X_FORWARDED_FOR": f"192.0.2.{n}"}) for n in (1, 2)
    ]

    assert [answer.status_code for answer in answers] == [401] * 30 + [429] * 10
    assert {answer.status_code for answer in forged} == {429}
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert ask(client, "/api/v1/usage", secret).status_code == 429
    with clock.at(NOW + timedelta(minutes=16)):
        assert ask(client, "/api/v1/usage", secret).status_code == 200


def test_the_page_shows_why_a_token_ended_and_revokes_the_others(app, login, manager):
    make_token(manager, name="Old feed", expires_at=NOW)
    row, _ = make_token(manager, name="New feed")
    browser = Browser(app, login(make_user(Role.ADMIN)))

    page = browser.send(f"/tokens/{row.code}/revoke", page="/tokens/new", follow_redirects=True)

    assert "“New feed” is revoked." in page.text
    assert page.text.count("/revoke") == 0
    assert ">Expired<" in page.text
    assert ">Revoked<" in page.text


def test_the_command_prints_a_token_that_works(app, manager, monkeypatch):
    monkeypatch.setattr("tests.command_line._no_portal", lambda: app)

    done = bansou(command, "create", manager.email, "--name", "Feed", "--scope", "usage:read")

    assert done.exit_code == 0, done.output
    assert ask(app.test_client(), "/api/v1/usage", SHOWN.search(done.stdout)[0]).status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        ("nobody@vendor.example", "--name", "x", "--scope", "usage:read"),
        ("{mail}", "--name", "x", "--scope", "usage:all"),
        ("{mail}", "--name", "x", "--scope", "usage:read", "--days", "4000"),
    ],
)
def test_a_command_that_cannot_be_done_says_so_and_makes_nothing(app, manager, monkeypatch, words):
    monkeypatch.setattr("tests.command_line._no_portal", lambda: app)

    done = bansou(command, "create", *(word.format(mail=manager.email) for word in words))

    assert done.exit_code == 2
    assert rows() == []
