"""A form changes what it shows and nothing else, whatever other keys are sent along with it.

Forms are taken from the pages on which people find them, filled in as they stand, and sent twice: once plain, once
with a key for every column of every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import request
from flask_wtf import FlaskForm
from sqlalchemy import Boolean, Date, DateTime, Enum, Float, Integer
from werkzeug.datastructures import MultiDict

from portal.accounts.enums import LinkPurpose
from portal.accounts.queries import user_of
from portal.database import db
from tests.architecture.policy import machine_routes, roles_by_route
from tests.architecture.sweeping import addresses, csrf_of
from tests.architecture.test_access import opens
from tests.architecture.test_pages import pages
from tests.factories.three_firms import LETTER_TOKEN, ROOM_TOKEN, SURVEY_TOKEN, TOKENS, ThreeFirms

pytestmark = pytest.mark.on_sqlite
PEOPLE = (
    "admin",
    "cs_manager",
    "cs_member",
    "sales",
    "support",
    "Anzu_manager",
    "Anzu_one",
    "Biwa_manager",
    "Biwa_one",
)
# These end the browser's own session: what is sent after them is a stranger's.
LEAVES = {"/logout", "/account/sessions/end_others"}
# Fields that forms get by what they are about, not by their class.
NAMED_BY_DATA = {"value", "answer", "version"}
INJECTED = "injected by hand"
ANSWERED = {"q_satisfaction": "4", "q_effort": "2", "q_recommend": "9", "q_remarks": "Thanks", "may_share": "y"}
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


@dataclass
class Form:
    """A form of a page, filled in as it stands there."""

    action: str
    values: MultiDict[str, str] = field(default_factory=MultiDict)
    names: set[str] = field(default_factory=set)
    has_file: bool = False


class Forms(HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self._open, self._select = page, [], None, None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = Form(given.get("action") or self.page)
            self.found.append(self._open)
        elif self._open is None:
            return
        elif tag in ("input", "textarea"):
            self._open.names.add(given.get("name", ""))
            self._take(given, tag)
        elif tag == "select":
            self._select = given.get("name", "")
            self._open.names.add(self._select)
        elif tag == "option" and self._select and given.get("value"):
            self._choose(given["value"], is_chosen="selected" in given)

    def _choose(self, value: str, *, is_chosen: bool) -> None:
        if is_chosen or self._select not in self._open.values:
            self._open.values[self._select] = value

    def _take(self, given: dict[str, str], tag: str) -> None:
        name, kind = given.get("name", ""), given.get("type", tag)
        self._open.has_file |= kind == "file"
        if not name or kind in ("file", "submit"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in given or (kind == "radio" and name not in self._open.values):
                self._open.values[name] = given.get("value", "on")
            return
        usual = {"date": "2026-11-24", "number": "1", "email": "new@firm.example", "password": "seven green onions"}
        self._open.values.setdefault(name, given.get("value") or usual.get(kind, "Said by hand"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None


def extra_keys() -> dict[str, str]:
    """A key for every column of every table, with a value that the column could take."""
    found: dict[str, str] = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            found.setdefault(column.name, value_for(column.type))
    return found


def value_for(kind: Any) -> str:
    if isinstance(kind, Enum):
        return str(kind.enums[-1])
    if isinstance(kind, Boolean):
        return "y"
    if isinstance(kind, Integer | Float):
        return "2"
    if isinstance(kind, Date | DateTime):
        return "2031-03-31"
    return INJECTED


def forms_of(made: ThreeFirms, name: str) -> Iterator[Form]:
    """Every form that a person finds, once for each address that it is sent to."""
    client, seen = made.browser(name), set()
    for address, path in pages(made, name):
        if address.rule.startswith("/reports"):
            continue
        parser = Forms(path)
        answer = client.get(path)
        if answer.mimetype == "text/html":
            parser.feed(answer.text)
        for form in parser.found:
            shape = CODE.sub("", form.action)
            if shape not in seen and form.action not in LEAVES and not form.has_file:
                seen.add(shape)
                yield form


def declared_names() -> set[str]:
    """Every name that some form of ours asks for."""
    kinds, found = [FlaskForm], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found |= {name for name in dir(kind) if hasattr(getattr(kind, name, None), "field_class")}
    return found


def bare_forms(made: ThreeFirms, name: str) -> Iterator[Form]:
    """Every address that a person may post to, with a row of theirs and nothing filled in."""
    person = made.people[name]
    for address in addresses(made.app, made):
        row = next((row for row in address.rows(made) if opens(person, row)), None)
        mine = address.roles is not None and person.role in address.roles and row is not None
        if address.method == "POST" and mine and address.rule not in LEAVES:
            yield Form(address.path(row.value), names=declared_names() | NAMED_BY_DATA)


def doors(made: ThreeFirms) -> list[Form]:
    """What a stranger may send, filled in so that it works."""
    chosen = {"password": "seven green onions", "repeated": "seven green onions"}
    mail = made.people["sales"].user.email
    return [
        Form("/login", MultiDict({"email": mail, "password": "wrong one"}), {"email", "password"}),
        Form("/password/forgot", MultiDict({"email": mail}), {"email"}),
        *(
            Form(f"/{path}/{TOKENS[purpose]}", MultiDict(chosen), set(chosen))
            for path, purpose in (("invitation", LinkPurpose.INVITATION), ("password/reset", LinkPurpose.RESET))
        ),
        Form(f"/room/{ROOM_TOKEN}"),
        Form(f"/room/{ROOM_TOKEN}/code", MultiDict({"code": "123456"}), {"code"}),
        Form(f"/survey/{SURVEY_TOKEN}", MultiDict(ANSWERED), set(ANSWERED)),
        Form(f"/room/{ROOM_TOKEN}/language", MultiDict({"locale": "ko"}), {"locale", "step"}),
        Form(f"/room/{LETTER_TOKEN}/letters", MultiDict({"wanted": "no"}), {"wanted"}),
    ]


def forms_of_guest(made: ThreeFirms) -> list[Form]:
    """What somebody of a customer finds in its room."""
    parser = Forms("/room")
    parser.feed(made.room("Anzu_guest").get("/room").text)
    for form in parser.found:
        if form.action == "/room/language":
            form.values["locale"] = "ko"
            form.names |= {"locale", "step"}
    return parser.found


def written(watch, client, form: Form, extra: dict[str, str], token: str) -> tuple[int, list[str]]:
    """What a form writes: statements with their values, without what is random."""
    data = MultiDict({**{key: value for key, value in extra.items() if key not in form.names}})
    data.update(form.values)
    data["csrf_token"] = token
    watch.clear()
    status = client.post(form.action, data=data).status_code
    kept = [f"{text} {given}" for text, given in watch.statements if text in watch.writes]
    # Tokens first: one may by chance hold what looks like a code, and would then be too short to be told.
    return status, [CODE.sub("…", re.sub(r"[\w/+$=,-]{32,}", "…", line)) for line in kept]


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_but_what_a_form_shows_is_changed_by_it(made, watch, nothing_stays, world, name):
    if world.postgresql:
        pytest.skip("PostgreSQL never gives a number twice, so that two equal posts do not write the same")
    client, extra, faults, sent, done = made.browser(name), extra_keys(), [], 0, 0
    token = csrf_of(made.app, client)
    assert len(extra) > 100
    for form in [*forms_of(made, name), *bare_forms(made, name)]:
        plain = written(watch, client, form, {}, token)
        more = written(watch, client, form, extra, token)
        sent += 1
        done += bool(plain[1])
        if plain != more:
            faults.append(f"{form.action}: {plain[0]} {plain[1]} became {more[0]} {more[1]}")

    assert "\n".join(faults) == ""
    assert sent >= 8
    assert done >= 2


def test_nothing_but_what_the_door_asks_for_is_changed_by_a_stranger(made, watch, nothing_stays, world):
    if world.postgresql:
        pytest.skip("PostgreSQL never gives a number twice, so that two equal posts do not write the same")
    client, extra = made.browser(None), extra_keys()
    token = csrf_of(made.app, client)
    for form in doors(made):
        plain, more = (written(watch, client, form, added, token) for added in ({}, extra))
        assert plain == more
        assert plain[1], form.action


def test_nothing_but_what_a_room_shows_is_changed_by_a_guest(made, watch, nothing_stays, world):
    if world.postgresql:
        pytest.skip("PostgreSQL never gives a number twice, so that two equal posts do not write the same")
    forms = forms_of_guest(made)
    for form in forms:
        plain, more = (written_by_guest(made, watch, form, added) for added in ({}, extra_keys()))
        assert plain == more
        assert plain[1], form.action

    assert {form.action.rpartition("/")[2] for form in forms} == {"leave", "language", "letters", "done"}


def written_by_guest(made: ThreeFirms, watch, form: Form, extra: dict[str, str]) -> tuple[int, list[str]]:
    client = made.room("Anzu_guest")
    return written(watch, client, form, extra, csrf_of(made.app, client))


def test_every_address_that_takes_a_form_is_sent_one(made):
    rules = made.app.url_map.bind("localhost")
    sent = {form.action for name in PEOPLE for form in [*forms_of(made, name), *bare_forms(made, name)]}
    sent |= {form.action for form in [*doors(made), *forms_of_guest(made)]} | LEAVES
    reached = {rules.match(path.partition("?")[0], method="POST", return_rule=True)[0].rule for path in sent}
    forms = [route for route in roles_by_route() if route not in machine_routes()]
    taking = {route.removeprefix("POST ") for route in forms if route.startswith("POST ")}

    assert len(taking) >= 60
    assert taking - reached == set()


def test_a_service_that_takes_every_key_turns_the_check_red(made, watch, nothing_stays, monkeypatch):
    def careless(*, name, locale, actor):
        user = user_of(actor)
        for key, value in request.form.items():
            if key in ("email", "name"):
                setattr(user, key, value)

    monkeypatch.setattr("portal.accounts.own.views.edit_profile", careless)
    client = made.browser("admin")
    token = csrf_of(made.app, client)
    form = next(form for form in forms_of(made, "admin") if form.action == "/account/profile")

    assert written(watch, client, form, {}, token) != written(watch, client, form, extra_keys(), token)
