"""Every rule of the running application with the rows that its address can name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import Rule

from portal.people import Role
from tests.architecture.policy import roles_by_route
from tests.factories.three_firms import MISSING, Row, ThreeFirms

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
VARIABLE = re.compile(r"<(?:[^<>:]+(?:\([^()]*\))?:)?(\w+)>")
TOKEN = re.compile(r"[\w-]{40,}\.[\w-]{4,8}\.[\w-]{20,}")
# Parts of addresses that name no row of anybody: any value does.
PLAIN = {
    "form": "csv",
    "position": "1",
    "lesson": "1",
    "place": "1",
    "month": "2026-10",
    "period": "2026-09-30",
    "metric": "adjusted_activation_rate",
    "category": "background",
}
# A row that is nobody's, in the shape of each kind of address.
NOBODYS = {
    "partners/partner": "Z9999",
    "certification/partner": "Z9999",
    "reports/partners/code": "Z9999",
    "training/course": "no-such-course",
    "settings/key": "no.such.setting",
    "static/filename": "no-such-file.css",
    "invitation/token": "no-such-token",
    "password/reset/token": "no-such-token",
}
SAME_ROWS = {"certification/partner": "partners/partner", "reports/partners/code": "partners/partner"}


@dataclass(frozen=True)
class Address:
    """A rule with one method, how to fill it in, and whose it is by the table; None where it is everybody's."""

    endpoint: str
    rule: str
    method: str
    roles: frozenset[Role] | None
    kind: str | None

    def path(self, value: str) -> str:
        """The address of the row with this value."""
        name = (self.kind or "").rpartition("/")[2]
        return VARIABLE.sub(lambda part: value if part[1] == name else PLAIN[part[1]], self.rule)

    def rows(self, made: ThreeFirms) -> list[Row]:
        """The rows that it can name."""
        return made.rows[SAME_ROWS.get(self.kind or "", self.kind or "")] if self.kind else [Row("")]

    @property
    def nobody(self) -> str:
        """What names a row that nobody has."""
        return NOBODYS.get(self.kind or "", MISSING)

    @property
    def missing(self) -> str:
        """The address of a row that nobody has."""
        return self.path(self.nobody)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


class NoSample(Exception):
    """A part of an address has no row to stand for it: add one to the three firms, or to PLAIN."""


def kind_of(rule: Rule, made: ThreeFirms) -> str | None:
    """The kind of row that a rule names, such as `onboardings/code`; None where it names none.

    Raises:
        NoSample: a part of the rule stands for nothing that the tests know.
    """
    found = None
    for part in VARIABLE.finditer(rule.rule):
        before = VARIABLE.sub("", rule.rule[: part.start()]).strip("/").replace("//", "/")
        kind = f"{before}/{part[1]}"
        if SAME_ROWS.get(kind, kind) in made.rows and found is None:
            found = kind
        elif part[1] not in PLAIN:
            raise NoSample(f"{rule.rule}: {part[0]} ({kind})")
    return found


def addresses(app: Flask, made: ThreeFirms) -> list[Address]:
    """Every rule with every method that it takes."""
    found = []
    for rule in app.url_map.iter_rules():
        kind = kind_of(rule, made)
        found += [
            Address(rule.endpoint, rule.rule, method, roles_by_route()[f"{method} {rule.rule}"], kind)
            for method in METHODS
            if method in rule.methods
        ]
    return found


def csrf_of(app: Flask, client: FlaskClient) -> str:
    """The token that a form of this browser would send."""
    with client.session_transaction() as cookie:
        kept = cookie.get("csrf_token")
    with app.test_request_context():
        if kept:
            session["csrf_token"] = kept
        token = str(generate_csrf())
        kept = session["csrf_token"]
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = kept
    return token


def sent(client: FlaskClient, address: Address, path: str, token: str) -> tuple[int, str, str]:
    """Ask, and tell the status, the way on and the body."""
    form = {} if address.method == "GET" else {"data": {"csrf_token": token}}
    answer = client.open(path, method=address.method, **form)
    body = answer.get_data()
    text = body.decode("utf-8", errors="replace")
    return answer.status_code, answer.headers.get("Location", ""), text


def without(text: str, *parts: str) -> str:
    """A page without what differs from one request to the next: tokens, and the address that was asked."""
    text = TOKEN.sub("", text)
    for part in parts:
        text = text.replace(part, "…") if part else text
    return text
