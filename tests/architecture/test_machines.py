"""Routes for other systems × what they may be opened with: what the table says and no more, and never a cookie."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from portal import clock
from portal.access import MachinesOnly, Permission, guard_of
from portal.api.guards import with_token
from portal.api.openapi import operations
from portal.api.problems import MIMETYPE, PREFIXES
from portal.api.queries import usable_token
from tests.architecture.policy import TOKEN, differences, machine_routes
from tests.architecture.sweeping import csrf_of, unmarked
from tests.architecture.test_access import READERS
from tests.factories.three_firms import ThreeFirms
from tests.factories.tokens import SCOPES, make_secret, make_token, report

# What a wrong token leaves behind; all else would be an effect.
COUNTS = "throttles"


def routes(made: ThreeFirms) -> list[tuple[str, str, str]]:
    """Method, path and what opens it."""
    found = [(*route.split(" ", 1), name) for route, name in machine_routes().items()]
    assert len(found) >= 3
    assert all("<" not in path for _, path, _ in found)
    return found


def asked(made: ThreeFirms, watch, method: str, path: str, **sent):
    watch.clear()
    answer = sent.pop("client", None) or made.browser(None)
    answer = answer.open(path, method=method, json=None if method == "GET" else {"records": []}, **sent)
    written = [text for text in watch.writes if COUNTS not in text]
    return answer, written


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("person", ["cs_manager", "auditor", "support", "admin", "Anzu_manager"])
def test_a_token_opens_what_its_scope_and_its_person_reach(made, watch, person, scope):
    user = made.people[person]
    _, secret = make_token(user.user, scope)
    for method, path, name in routes(made):
        answer, written = asked(made, watch, method, path, headers=bearer(secret))
        allowed = made.app.extensions["bansou_scopes"][scope].permission.roles
        wanted = 403 if name.startswith(TOKEN) else 401
        opened = name == TOKEN + scope and user.role in allowed
        assert answer.status_code in ((200, 422) if opened else (wanted,)), (path, name)
        assert unmarked(answer) == []
        assert written == []
        assert opened or "Hiraku" not in answer.text


def test_tokens_that_are_over_are_refused_alike_and_like_none_of_ours(made, watch):
    user, past = made.people["cs_manager"].user, clock.now() - timedelta(seconds=1)
    over = [
        make_token(user, expires_at=clock.now())[1],
        make_token(user, ended_at=past)[1],
        "bansou_no-such-token",
        "",
    ]
    for method, path, name in routes(made):
        if not name.startswith(TOKEN):
            continue
        texts = set()
        for secret in over:
            answer, written = asked(made, watch, method, path, headers=bearer(secret))
            assert (answer.status_code, answer.mimetype, written) == (401, MIMETYPE, [])
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            texts |= {answer.text} if secret else set()
        assert len(texts) == 1


@pytest.mark.parametrize("name", READERS)
def test_a_cookie_opens_no_route_of_other_systems(made, watch, name):
    client = made.browser(name)
    token = csrf_of(made.app, client)
    for method, path, _ in routes(made):
        answer, written = asked(made, watch, method, path, client=client, headers={"X-CSRFToken": token})
        assert (answer.status_code, answer.mimetype, written) == (401, MIMETYPE, [])


def test_neither_a_form_token_nor_our_own_origin_is_asked_of_other_systems(made):
    foreign = {"Origin": "https://feed.example", "Referer": "https://feed.example/"}
    _, secret = make_token(made.people["cs_manager"].user)
    told = make_secret()[1]
    client = made.browser(None)

    sent = client.post("/api/v1/usage", json={"records": []}, headers=bearer(secret) | foreign)
    signed = report(client, told, **foreign)

    assert (sent.status_code, signed.status_code) == (422, 422)


def test_every_route_of_other_systems_is_guarded_for_them_and_described(made):
    guarded = {route: guard for route, guard in guards(made) if isinstance(guard, MachinesOnly)}
    under = {route for route, _ in guards(made) if route.split()[1].startswith(PREFIXES)}
    with made.app.app_context():
        described = {f"{item.method} {item.path}": item.scope for item in operations()}

    assert under - guarded.keys() == {"GET /api/v1/openapi.json"}
    assert guarded.keys() - under == set()
    assert described == {route: guard.scope for route, guard in guarded.items()}


def guards(made: ThreeFirms) -> list[tuple[str, object]]:
    """Every route with its guard."""
    return [
        (f"{verb} {rule.rule}", guard_of(made.app.view_functions[rule.endpoint]))
        for rule in made.app.url_map.iter_rules()
        for verb in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    ]


def test_a_guard_that_asks_nobody_whose_role_it_is_turns_the_sweep_red(made, watch, monkeypatch):
    monkeypatch.setattr(Permission, "allows", lambda _self, _person: True)

    with pytest.raises(AssertionError, match="/api/v1/usage"):
        test_a_token_opens_what_its_scope_and_its_person_reach(made, watch, "support", "usage:read")


def test_a_guard_that_forgets_the_scope_turns_the_sweep_red(made, watch, monkeypatch):
    monkeypatch.setattr("portal.api.guards.usable_token", lambda secret: all_scopes(usable_token(secret), [*SCOPES]))

    with pytest.raises(AssertionError, match="/api/v1/usage"):
        test_a_token_opens_what_its_scope_and_its_person_reach(made, watch, "cs_manager", "usage:read")


def all_scopes(token, scopes):
    set_committed_value(token, "scopes", scopes)
    return token


def test_a_view_behind_the_wrong_scope_is_found(made):
    scopes = made.app.extensions["bansou_scopes"]
    view = made.app.view_functions["usage_api.record"]
    kept, view.guard = view.guard, with_token(scopes["usage:read"])(lambda: None).guard
    try:
        found = differences(made.app)
    finally:
        view.guard = kept

    assert found == [
        'token usage:read: opens "POST /api/v1/usage", against the table',
        'token usage:write: does not open "POST /api/v1/usage"',
    ]
