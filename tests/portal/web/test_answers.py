"""What every answer carries."""

from __future__ import annotations

import io
import re

import pytest
from flask import Blueprint, Flask, request
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from portal.access import public
from portal.app import LARGEST_REQUEST, create_app
from portal.feature import Feature
from portal.people import Role
from portal.settings import Settings
from tests.browsing import Browser
from tests.factories.accounts import PASSWORD, make_member
from tests.world import KEY

pytestmark = pytest.mark.one_database


@pytest.fixture
def signed_in(app):
    browser = Browser(app)
    browser.log_in(make_member(Role.ADMIN).email, PASSWORD)
    return browser


def addresses(app: Flask) -> list[str]:
    """One address of every rule; parts that vary are filled with what is not there."""
    filled = {"code": "0000-0000", "partner_code": "P9999", "int": "99999", "default": "nothing", "path": "nothing"}
    found = []
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name, converter in rule._converters.items():
            kind = type(converter).__name__
            value = {"CodeConverter": filled["code"], "PartnerCodeConverter": filled["partner_code"]}.get(kind)
            value = value or (str(getattr(converter, "min", None) or 1) if kind == "IntegerConverter" else None)
            value = value or (min(converter.items) if hasattr(converter, "items") else "nothing")
            path = re.sub(rf"<(?:[^<>]*:)?{name}>", value, path)
        found.append(path)
    return found


# Their addresses may hold a secret, of which not even our own pages are to hear: see the tests of that room.
SECRETIVE = ("/room/", "/survey/")


def complain(answer, path="") -> list[str]:
    """What is missing on an answer."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    strict = ["strict-origin"] if path.startswith(SECRETIVE) else []
    wanted = {
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") in ("same-origin", *strict),
        "frame": headers.get("X-Frame-Options") == "DENY",
        "policy": all(
            part in policy
            for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
        ),
        "inline": "unsafe" not in policy,
        "store": headers.get("Cache-Control") == "no-store",
    }
    return [name for name, kept in wanted.items() if not kept]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"])
def test_every_answer_of_every_rule_is_marked(signed_in, method):
    app = signed_in.client.application
    paths = [path for path in addresses(app) if not path.startswith("/static")] + ["/nothing/here", "/login/"]

    faults = {path: complain(signed_in.client.open(path, method=method), path) for path in paths}

    assert len(paths) > 20
    assert {path: missing for path, missing in faults.items() if missing} == {}


def test_answers_to_strangers_are_marked_too(browser_of):
    browser = browser_of()
    paths = [path for path in addresses(browser.client.application) if not path.startswith("/static")]

    assert {path for path in paths if complain(browser.get(path), path)} == set()


@pytest.fixture
def browser_of(app):
    def open_(**values):
        return Browser(app, **values)

    return open_


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_are_kept_from_scripts_and_other_sites(app, secure):
    answer = app.test_client().get("/login", base_url=f"http{'s' if secure else ''}://localhost")
    [cookie] = [value for name, value in answer.headers if name == "Set-Cookie"]
    name, *attributes = [part.strip() for part in cookie.split(";")]

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    assert not any(part.lower().startswith("domain") for part in attributes)
    assert name.startswith("__Host-bansou=" if secure else "bansou=")
    assert ("Secure" in attributes) == secure
    assert ("Strict-Transport-Security" in answer.headers) == secure


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_over_tls_keeps_browsers_to_tls(app, method):
    client = app.test_client()
    answers = [client.open(path, method=method, base_url="https://localhost") for path in addresses(app)]

    assert len(answers) > 60
    assert {answer.headers.get("Strict-Transport-Security") for answer in answers} == {
        "max-age=31536000; includeSubDomains"
    }
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert cookies
    assert all(cookie.startswith("__Host-bansou=") and "; Secure" in cookie for cookie in cookies)


def test_files_of_ours_are_marked_too_and_may_be_kept(app):
    answer = app.test_client().get("/static/tokens.css")

    assert complain(answer) == ["store"]


def test_a_proxy_that_is_not_trusted_cannot_say_that_there_was_tls(app):
    answer = app.test_client().get("/login", headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" not in answer.headers
    assert "__Host-" not in answer.headers["Set-Cookie"]


@pytest.fixture
def behind_proxy(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    settings = Settings(instance=tmp_path, database_url=url, secret_key=KEY, trusted_proxies=1)
    return create_app([_faulty()], settings, queue_url="memory://")


def test_a_trusted_proxy_may_say_that_there_was_tls(behind_proxy):
    answer = behind_proxy.test_client().get("/login", headers={"X-Forwarded-Proto": "https"})

    assert "Strict-Transport-Security" in answer.headers
    assert answer.headers["Set-Cookie"].startswith("__Host-bansou=")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_only_the_last_proxy_is_believed_about_the_address(behind_proxy):
    client = behind_proxy.test_client()
    answer = client.get("/address", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})

    assert answer.text == "198.51.100.7"


def _faulty() -> Feature:
    bp = Blueprint("faulty", __name__)

    @bp.route("/broken")
    @public(reason="tests")
    def broken() -> str:
        raise ZeroDivisionError("canary of the inside")

    @bp.route("/address")
    @public(reason="tests")
    def address() -> str:
        return str(request.remote_addr)

    return Feature(name="faulty", blueprints=[bp])


def test_a_failure_says_nothing_of_the_inside(behind_proxy):
    answer = behind_proxy.test_client().get("/broken")

    assert answer.status_code == 500
    assert complain(answer) == []
    assert "canary" not in answer.text
    assert "Traceback" not in answer.text


def test_an_unknown_address_shows_a_signed_in_reader_the_way_on(signed_in, browser_of):
    answer = signed_in.get("/nothing/here")

    assert answer.status_code == 404
    assert 'aria-label="Main menu"' in answer.text
    assert 'aria-label="Main menu"' not in browser_of().get("/nothing/here").text


class Body(io.BytesIO):
    """A body that remembers whether anybody read of it."""

    was_read = False

    def read(self, size=-1):
        self.was_read = True
        return super().read(size)

    def readinto(self, buffer):
        self.was_read = True
        return super().readinto(buffer)


def send_body(app: Flask, body: Body, length: int) -> Response:
    """Announce so many bytes, whatever the body holds."""
    environ = EnvironBuilder(
        path="/login", method="POST", content_type="multipart/form-data; boundary=x"
    ).get_environ()
    environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    return Response(*run_wsgi_app(app.wsgi_app, environ))


@pytest.mark.parametrize("excess", [1, 10**12])
def test_a_body_over_the_limit_is_refused_unread(app, excess):
    body = Body(b"x" * 100)

    answer = send_body(app, body, LARGEST_REQUEST + excess)

    assert answer.status_code == 413
    assert not body.was_read
    assert complain(answer) == []
    assert "大きすぎます" in answer.get_data(as_text=True) or "too large" in answer.get_data(as_text=True)


def test_a_body_at_the_limit_is_read(app):
    body = Body(b"x" * 100)

    assert send_body(app, body, LARGEST_REQUEST).status_code == 400
    assert body.was_read


def test_the_portal_lives(app):
    answer = app.test_client().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "alive"})


def test_the_portal_is_ready_when_the_database_is_up_to_date(app):
    assert app.test_client().get("/readyz").status_code == 200


def test_the_portal_is_not_ready_on_an_old_database(app, monkeypatch):
    monkeypatch.setattr("portal.web.health.is_up_to_date", lambda _connection: False)

    assert app.test_client().get("/readyz").status_code == 503


def test_an_empty_database_is_not_up_to_date(tmp_path):
    settings = Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}", secret_key=KEY)
    client = create_app([], settings, queue_url="memory://").test_client()

    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_database_that_cannot_be_reached_is_said(tmp_path):
    settings = Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'no' / 'x.sqlite3'}", secret_key=KEY)
    client = create_app([], settings, queue_url="memory://").test_client()

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert complain(answer) == []


def test_the_ground_floor_stands_alone(tmp_path):
    settings = Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}", secret_key=KEY)
    alone = create_app([], settings, queue_url="memory://")

    assert {"/login", "/", "/inbox", "/settings", "/audit", "/users", "/account"} <= set(addresses(alone))
