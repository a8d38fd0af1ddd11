"""Which requests are refused before any view is asked."""

from __future__ import annotations

import pytest
from flask import Blueprint
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from portal.access import MachinesOnly, guard_of, public
from portal.app import create_app
from portal.feature import Feature
from portal.people import Role
from portal.request_keys import multiple
from portal.settings import Settings
from tests.browsing import HERE, Browser
from tests.factories.accounts import PASSWORD, make_member, reload
from tests.portal.web.test_answers import addresses
from tests.world import KEY

pytestmark = pytest.mark.one_database

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def admin(app):
    browser = Browser(app)
    browser.log_in(make_member(Role.ADMIN).email, PASSWORD)
    return browser


def unsafe_rules(app) -> list[tuple[str, str]]:
    rules = list(app.url_map.iter_rules())
    return [
        (path, method)
        for rule, path in zip(rules, addresses(app), strict=True)
        for method in UNSAFE
        # What lets other systems in comes from no browser by itself: tests/architecture/test_machines.py.
        if method in (rule.methods or ())
        and not isinstance(guard_of(app.view_functions[rule.endpoint]), MachinesOnly)
    ]


def test_every_unsafe_method_without_a_token_is_refused(admin):
    rules = unsafe_rules(admin.client.application)

    answers = {(path, method): admin.client.open(path, method=method).status_code for path, method in rules}

    assert len(answers) >= 15
    assert set(answers.values()) == {400}


def test_every_unsafe_method_with_a_token_of_another_browser_is_refused(admin):
    stranger = Browser(admin.client.application)
    data = {"csrf_token": stranger.token("/login")}
    rules = unsafe_rules(admin.client.application)

    answers = {admin.client.open(path, method=method, data=data).status_code for path, method in rules}

    assert answers == {400}


@pytest.mark.parametrize(
    "source",
    [
        {"Origin": "https://evil.example"},
        {"Origin": f"{HERE}.evil.example"},
        {"Origin": HERE.replace("http", "https")},
        {"Origin": "http://localhost:81"},
        {"Origin": "null"},
        {"Origin": "http://evil.example", "Referer": f"{HERE}/login"},
        {"Referer": f"http://evil.example/{HERE}/"},
        {"Referer": "about:blank"},
    ],
    ids=str,
)
def test_every_unsafe_method_from_a_foreign_origin_is_refused(admin, source):
    data = {"csrf_token": admin.token("/account")}
    rules = unsafe_rules(admin.client.application)

    answers = {
        admin.client.open(path, method=method, data=data, headers=source).status_code for path, method in rules
    }

    assert answers == {403}
    assert admin.get("/").status_code == 200


@pytest.mark.parametrize("source", [{}, {"Origin": HERE}, {"Referer": f"{HERE}/account"}], ids=str)
def test_a_post_with_its_token_is_taken_from_here_and_from_nowhere(app, source):
    user = make_member()
    browser = Browser(app)
    browser.log_in(user.email, PASSWORD)

    browser.send("/account/profile", page="/account", data={"name": "X", "locale": "ja"}, headers=source)

    assert reload(user).name == "X"


def test_the_token_is_taken_from_a_header_too(app):
    user = make_member()
    browser = Browser(app)
    browser.log_in(user.email, PASSWORD)
    token = browser.token("/account")

    browser.client.post("/account/profile", data={"name": "X", "locale": "ja"}, headers={"X-CSRFToken": token})

    assert reload(user).name == "X"


@pytest.mark.parametrize("key", ["name", "csrf_token", "locale", "anything"])
def test_a_key_that_stands_twice_is_refused(app, key):
    user = make_member()
    browser = Browser(app)
    browser.log_in(user.email, PASSWORD)
    data = MultiDict({"csrf_token": browser.token("/account"), "name": "X", "locale": "ja", "anything": "1"})
    data.add(key, data[key])

    answer = browser.client.post("/account/profile", data=data)

    assert answer.status_code == 400
    assert reload(user).name == user.name


def test_every_form_refuses_a_key_that_stands_twice(admin):
    data = MultiDict([("csrf_token", admin.token("/account")), ("twice", "1"), ("twice", "2")])
    rules = unsafe_rules(admin.client.application)

    answers = {path: admin.client.open(path, method=method, data=data).status_code for path, method in rules}

    assert set(answers.values()) == {400}


class ChooseForm(FlaskForm):
    one = StringField()


def test_a_view_may_take_a_list_that_it_names(tmp_path):
    bp = Blueprint("lists", __name__)

    @bp.post("/list")
    @multiple("several")
    @public(reason="tests")
    def take() -> str:
        return "taken" if ChooseForm().validate_on_submit() else "refused"

    settings = Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}", secret_key=KEY)
    other = create_app([Feature(name="lists", blueprints=[bp])], settings, queue_url="memory://")
    browser = Browser(other)
    token = ("csrf_token", browser.token("/login"))

    taken = browser.client.post("/list", data=MultiDict([token, ("several", "1"), ("several", "2")]))
    refused = browser.client.post("/list", data=MultiDict([token, ("one", "1"), ("one", "2")]))

    assert taken.text == "taken"
    assert refused.status_code == 400
