"""Every address that code or a template builds exists and is given what it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import nodes

from tests.architecture.test_house import ROOMS, ROOT, sources

Call = tuple[str, str, set[str] | None]


def calls_of_code() -> Iterator[Call]:
    """Where `url_for` is called with a literal endpoint: place, endpoint, names; None where names are unknown."""
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = (
                isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "url_for"
            )
            if named and node.args and isinstance(node.args[0], ast.Constant):
                names = {item.arg for item in node.keywords if item.arg}
                open_ended = any(item.arg is None for item in node.keywords)
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node.args[0].value, None if open_ended else names


def name_of(called: ast.expr) -> str:
    return str(getattr(called, "id", getattr(called, "attr", "")))


def calls_of_templates(app: Flask) -> Iterator[Call]:
    for file in templates():
        tree = app.jinja_env.parse(file.read_text(encoding="utf-8"))
        for node in tree.find_all(nodes.Call):
            builds = isinstance(node.node, nodes.Name) and node.node.name == "url_for"
            if builds and node.args and isinstance(node.args[0], nodes.Const):
                names = None if node.dyn_kwargs else {item.key for item in node.kwargs}
                yield f"{file.relative_to(ROOT)}:{node.lineno}", str(node.args[0].value), names


def templates() -> list[Path]:
    found = [file for room in ROOMS for file in (ROOT / room).rglob("templates/**/*") if file.suffix == ".html"]
    assert len(found) > 50
    return found


def wrong(app: Flask, calls: list[Call]) -> list[str]:
    """The calls that cannot be built."""
    by_endpoint: dict[str, list[set[str]]] = {}
    for rule in app.url_map.iter_rules():
        by_endpoint.setdefault(rule.endpoint, []).append(set(rule.arguments) - set(rule.defaults or {}))
    found = []
    for place, endpoint, names in calls:
        known = endpoint in by_endpoint or endpoint.startswith(".")
        fits = (
            names is None or endpoint.startswith(".") or any(need <= names for need in by_endpoint.get(endpoint, []))
        )
        if not known or not fits:
            found.append(f"{place}: url_for({endpoint!r}, {sorted(names or ())})")
    return found


def test_every_address_that_is_built_exists(world):
    calls = [*calls_of_code(), *calls_of_templates(world.app)]

    assert len(calls) > 120
    assert wrong(world.app, calls) == []


def test_a_wrong_name_of_an_argument_is_found(world):
    assert wrong(world.app, [("here", "partners.show", {"code"})]) != []
    assert wrong(world.app, [("here", "partners.shown", {"partner"})]) != []
    assert wrong(world.app, [("here", "partners.show", {"partner"})]) == []
