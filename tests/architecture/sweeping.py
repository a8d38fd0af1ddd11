"""Every rule of the running application with the rows that its address can name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.people import Role
from tests.architecture.policy import roles_by_route
from tests.factories.three_firms import MISSING, Row, ThreeFirms

POLICY_PARTS = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
VARIABLE = re.compile(r"<(?:[^<>:]+(?:\([^()]*\))?:)?(\w+)>")
SIGNED = re.compile(r"\.[\w-]{4,8}\.[\w-]{20,}")
LEAST = 40
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
    "version": "1",
    "step": "1.1",
    "kind": "product",
    "cause": "late",
    "moment": "handoff",
}
# A row that is nobody's, in the shape of each kind of address.
NOBODYS = {
    "partners/partner": "Z9999",
    "certification/partner": "Z9999",
    "reports/partners/code": "Z9999",
    "training/course": "no-such-course",
    "playbooks/product": "no-such-product",
    "settings/key": "no.such.setting",
    "static/filename": "no-such-file.css",
    "invitation/token": "no-such-token",
    "password/reset/token": "no-such-token",
    "room/token": "no-such-token",
    "survey/token": "no-such-token",
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


def sent(client: FlaskClient, address: Address, path: str, token: str) -> TestResponse:
    """Ask for an address as a form would."""
    form = {} if address.method == "GET" else {"data": {"csrf_token": token}}
    return client.open(path, method=address.method, **form)


def text_of(answer: TestResponse) -> str:
    """What stands in an answer; of a file, whatever of it is text."""
    return answer.get_data().decode("utf-8", errors="replace")


def unmarked(answer: TestResponse) -> list[str]:
    """Which of the marks are missing that every answer to a signed-in person carries."""
    headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
    marks = {
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") == "same-origin",
        "frames": headers.get("X-Frame-Options") == "DENY",
        "policy": all(part in policy for part in POLICY_PARTS) and "unsafe" not in policy,
        "store": headers.get("Cache-Control") == "no-store",
        "cookie": all(
            {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
            for cookie in headers.getlist("Set-Cookie")
        ),
    }
    return [name for name, kept in marks.items() if not kept]


def without_tokens(text: str) -> str:
    """A page without signed tokens: at least forty letters, a time and a signature.

    They are looked for from their end: a search for the long beginning tries every letter of a page.
    """
    kept, end = [], 0
    for tail in SIGNED.finditer(text):
        start = tail.start()
        while start > end and (text[start - 1].isalnum() or text[start - 1] in "_-"):
            start -= 1
        if tail.start() - start >= LEAST:
            kept.append(text[end:start])
            end = tail.end()
    return "".join([*kept, text[end:]])


def without(text: str, *parts: str) -> str:
    """A page without what differs from one request to the next: tokens, and the address that was asked."""
    text = without_tokens(text)
    for part in parts:
        text = text.replace(part, "…") if part else text
    return text
