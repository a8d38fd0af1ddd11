"""Everybody's own account."""

from __future__ import annotations

import pytest

from portal.people import Role
from tests.browsing import HERE, Browser
from tests.factories.accounts import PASSWORD, make_member, reload
from tests.factories.partners import make_partner


@pytest.fixture
def own(app):
    """A person in a browser."""

    def enter(user):
        browser = Browser(app)
        browser.log_in(user.email, PASSWORD)
        return browser

    return enter


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_an_account_page(own, role):
    partner = make_partner() if role in (Role.PARTNER_MANAGER, Role.CONSULTANT) else None
    user = make_member(role, partner=partner)

    assert user.email in own(user).get("/account").text


def test_a_name_is_written_without_stray_space(own):
    user = make_member()

    own(user).send("/account/profile", page="/account", data={"name": "  Hanako   Sato ", "locale": "ja"})

    assert (reload(user).name, reload(user).locale) == ("Hanako Sato", "ja")


@pytest.mark.parametrize("extra", ["role", "partner_id", "email", "password_hash", "disabled_at", "id", "code"])
def test_nobody_changes_more_of_oneself_than_the_form_asks_for(own, extra):
    user = make_member(Role.SALES)
    browser = own(user)
    before = reload(user)

    browser.send("/account/profile", page="/account", data={"name": "X", "locale": "ja", extra: "admin"})

    assert getattr(reload(user), extra) == getattr(before, extra)
    assert reload(user).name == "X"


def test_the_own_language_speaks_at_once(own):
    browser = own(make_member(locale="en"))
    assert '<html lang="en"' in browser.get("/account").text

    browser.send("/account/profile", page="/account", data={"name": "X", "locale": "ja"})

    assert '<html lang="ja"' in browser.get("/account").text


def test_a_changed_password_ends_every_session_but_gives_this_browser_a_new_one(own):
    user = make_member()
    here, elsewhere = own(user), own(user)
    old = here.cookie
    data = {"current": PASSWORD, "password": "a fresh password", "repeated": "a fresh password"}

    here.send("/account/password", page="/account", data=data)

    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    here.cookie = old
    assert here.get("/").status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"current": "wrong", "password": "a fresh password", "repeated": "a fresh password"},
        {"current": PASSWORD, "password": "a fresh password", "repeated": "a fresh passwort"},
        {"current": PASSWORD, "password": "short", "repeated": "short"},
        {"current": PASSWORD, "password": PASSWORD, "repeated": PASSWORD},
        {"password": "a fresh password", "repeated": "a fresh password"},
    ],
)
def test_a_password_is_not_changed_without_the_present_one_and_a_good_new_one(own, data):
    user = make_member()
    browser = own(user)

    answer = browser.send("/account/password", page="/account", data=data)

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert browser.get("/").status_code == 200
    assert own(user).get("/").status_code == 200


def test_one_other_browser_is_logged_out(own):
    user = make_member()
    here, elsewhere, third = own(user), own(user), own(user)
    page = here.get("/account").text
    code = page.split("/account/sessions/")[1].split("/end")[0]

    here.send(f"/account/sessions/{code}/end", page="/account")

    assert here.get("/").status_code == 200
    assert sorted([elsewhere.get("/").status_code, third.get("/").status_code]) == [200, 302]


def test_all_other_browsers_are_logged_out(own):
    user = make_member()
    here, elsewhere, third = own(user), own(user), own(user)

    here.send("/account/sessions/end_others", page="/account")

    assert [each.get("/").status_code for each in (here, elsewhere, third)] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(own):
    first, second = make_member(), make_member()
    browser, other = own(first), own(second)
    own(first)
    code = browser.get("/account").text.split("/account/sessions/")[1].split("/end")[0]

    foreign = other.send(f"/account/sessions/{code}/end", page="/account")
    missing = other.send("/account/sessions/0000-0000/end", page="/account")

    assert foreign.status_code == missing.status_code == 404
    assert browser.get("/").status_code == 200


def test_a_language_is_chosen_before_the_log_in_too(browser):
    answer = browser.send("/language", page="/login", data={"locale": "ja"}, headers={"Referer": f"{HERE}/login"})

    assert answer.location == "/login"
    assert '<html lang="ja"' in browser.get("/login").text


def test_the_language_of_a_signed_in_person_is_kept_with_the_account(own):
    user = make_member(locale="en")

    own(user).send("/language", page="/", data={"locale": "ja"})

    assert reload(user).locale == "ja"
    assert '<html lang="ja"' in own(user).get("/").text


@pytest.mark.parametrize("locale", ["xx", "", "../en", "EN"])
def test_a_language_that_we_do_not_speak_is_refused(browser, locale):
    assert browser.send("/language", page="/login", data={"locale": locale}).status_code == 400


def test_a_choice_of_language_leads_back_to_no_other_site(browser):
    token = browser.token("/login")

    answer = browser.client.post(
        "/language",
        data={"locale": "ja", "csrf_token": token},
        headers={"Origin": HERE, "Referer": "http://evil.example/path"},
    )

    assert answer.location == "/"
