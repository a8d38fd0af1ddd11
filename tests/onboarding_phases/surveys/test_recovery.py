"""What is done about a low score: an owner, a day, and an end with what was done.

A broken twin, seen to turn one of these red: an item that waits on everybody's start page.
"""

from __future__ import annotations

import pytest

from portal.people import Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.factories.surveys import LOW, answer, answered, ask, recoveries


@pytest.fixture
def member(app):
    return make_user(Role.CS_MEMBER)


@pytest.fixture
def path(member) -> str:
    answer(ask(make_onboarding(make_partner(), owner=member)), LOW, words="too slow")
    return f"/surveys/recoveries/{recoveries()[0].code}"


def test_a_low_score_waits_on_the_start_page_of_its_owner_until_it_is_closed(app, login, member, path):
    browser = Browser(app, login(member))
    assert path in browser.get("/").text
    assert "gave a low score in a survey" in browser.get("/inbox").text
    assert "too slow" in browser.get(path).text

    nothing = browser.send(path, data={"version": "1", "done": " "})
    assert nothing.status_code in (409, 422)
    done = browser.send(path, data={"version": "1", "done": "We talked and shortened the meetings."})

    assert done.status_code == 303
    assert path not in browser.get("/").text
    assert "shortened the meetings" in browser.get("/surveys/recoveries?state=closed").text
    assert recoveries()[0].closed_by_id == member.id


def test_the_second_who_closes_it_is_told_and_keeps_what_was_typed(app, login, member, path):
    browser = Browser(app, login(member))
    token = browser.token(path)
    browser.send(path, data={"version": "1", "done": "First."})

    late = browser.client.post(path, data={"csrf_token": token, "version": "1", "done": "Second."})

    assert late.status_code == 409
    assert "has closed this in the meantime" in late.text
    assert recoveries()[0].done == "First."


def test_a_score_without_an_owner_waits_for_the_managers(app, login, path):
    answered(make_partner(), LOW)
    manager, member = make_user(Role.CS_MANAGER), make_user(Role.CS_MEMBER)
    theirs = f"/surveys/recoveries/{recoveries()[1].code}"

    assert theirs in Browser(app, login(manager)).get("/").text
    assert path not in Browser(app, login(manager)).get("/").text
    assert Browser(app, login(member)).get(theirs).status_code == 404
