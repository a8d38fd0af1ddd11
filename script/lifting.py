"""Guards, fetches and narrowed lists lifted one at a time inside one running portal: quick, since nothing restarts.

Each must be missed by the check that stands over it: a view without its guard stops the start; a view behind another
permission differs from the reviewed table; a row fetched or listed for everybody is seen by the sweep.
"""

from __future__ import annotations

import ast
import importlib
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import structlog
from flask import Flask
from sqlalchemy import event, select, true
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from portal import clock, units
from portal.access import Permission, UnguardedRoute, guard_of
from portal.database import Model, db
from portal.tenancy import widened
from tests.architecture.conftest import Watch, undo
from tests.architecture.policy import differences
from tests.architecture.sweeping import Address, addresses
from tests.architecture.test_access import Sweep, opens
from tests.conftest import NOW
from tests.factories.three_firms import ThreeFirms, three_firms
from tests.world import World, open_world
from wsgi import build

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("portal", "partners", "onboarding_phases", "training", "certification")
# Its views are made at every start, one for each kind of file: their guards are taken where they are written.
MADE_ANEW = "portal.exchange.views"
NARROWING = {"fetch_or_404", "select_visible", "visible"}
# Places behind a second lock of another kind: without them nothing is seen that was not seen before.
DOUBLE = {
    ("onboarding_phases.handoff.queries", "waiting_handoffs"): "what waits for the reader is the reader's by owner",
    ("onboarding_phases.onboardings.queries.needs",): "read by a firm's manager, who sees all of it",
    ("training.courses.queries", "visible_enrolments"): "only those of the people asked about are used",
    ("training.views", "_enrolled"): "the form offers the firm's own people, and takes no other",
    ("training.views", "_course"): "courses are shared",
    ("training.views", "_lesson"): "lessons are shared",
}
READERS = ("cs_member", "cs_member_twin", "sales_twin", "Anzu_one", "Anzu_two", "Biwa_manager", "Biwa_one", "admin")
Line = tuple[object, bool]


@dataclass(frozen=True)
class Site:
    """A place that narrows what is read to what the reader may see."""

    module: str
    name: str
    function: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.module}:{self.first} {self.name}"


def sites(names: Collection[str]) -> Iterator[Site]:
    """Every call of these in every room; a row that the reader names by being who they are needs no narrowing."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            place = file.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__").replace("/", ".")
            if place != "portal.access":
                yield from _sites_in(ast.parse(file.read_text(encoding="utf-8")), place, "", names)


def _sites_in(tree: ast.AST, place: str, function: str, names: Collection[str]) -> Iterator[Site]:
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.FunctionDef) else function
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and called in names and "person()" not in ast.unparse(node):
            yield Site(place, called, inside, node.lineno, node.end_lineno or node.lineno)
        yield from _sites_in(node, place, inside, names)


def _fetch_any(model: Any, **keys: Any) -> Any:
    with widened(db.session()):
        row = db.session.execute(select(model).filter_by(**keys)).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row


PLAIN: dict[str, Callable[..., Any]] = {
    "fetch_or_404": _fetch_any,
    "select_visible": select,
    "visible": lambda *_given: None,
    "requires": lambda _needed: lambda view: view,
}


@contextmanager
def lifted(site: Site) -> Iterator[None]:
    """Narrow nothing at this one place."""
    module: ModuleType = importlib.import_module(site.module)
    kept = getattr(module, site.name)

    def careless(*given: Any, **named: Any) -> Any:
        here = site.first <= sys._getframe(1).f_lineno <= site.last
        return (PLAIN[site.name] if here else kept)(*given, **named)

    with mock.patch.object(module, site.name, careless):
        yield


@contextmanager
def open_to_all(model: type[Any]) -> Iterator[None]:
    """Let everybody see every row of a model that their scope holds."""
    with mock.patch.object(model, "visible_to", classmethod(lambda _cls, _reader: true())):
        yield


def without_guard(app: Flask) -> Iterator[Line]:
    """Whether the start fails without each guard."""
    for endpoint, view in sorted(app.view_functions.items()):
        bare = getattr(view, "__wrapped__", view)
        if endpoint == "static" or bare.__module__ == MADE_ANEW:
            continue
        kept = vars(bare).pop("guard")
        yield f"{endpoint} without its guard", not _starts(app)
        bare.guard = kept
    for site in sites({"requires"}):
        if site.module == MADE_ANEW:
            with lifted(site):
                yield f"{site} without it", not _starts(app)


def _starts(app: Flask) -> bool:
    try:
        build(app.extensions["bansou_settings"], queue_url="memory://")
    except UnguardedRoute:
        return False
    return True


def with_other_permission(app: Flask) -> Iterator[Line]:
    """Whether the table notices each guard that is exchanged for the widest one."""
    widest = next(
        item for room in app.extensions["bansou_rooms"] for item in room.permissions if len(item.roles) == 8
    )
    for endpoint, view in sorted(app.view_functions.items()):
        kept = guard_of(view)
        if not isinstance(kept, Permission) or kept is widest:
            continue
        view.guard = widest if kept != widest else kept  # type: ignore[attr-defined]
        noticed = kept.name == widest.name or bool(differences(app))
        view.guard = kept  # type: ignore[attr-defined]
        yield f"{endpoint} behind {widest.name}", noticed


class Finder:
    """Looks for somebody who sees too much."""

    def __init__(self, made: ThreeFirms, watch: Watch) -> None:
        self.made, self.watch = made, watch
        self.every = [address for address in addresses(made.app, made) if address.roles is not None]

    def finds(self, room: str) -> bool:
        """Whether somebody's way through the portal shows a fault, the room's own pages first."""
        mine = [address for address in self.every if self._is_of(address, room)]
        rest = [
            address
            for address in self.every
            if address not in mine and address.method == "GET" and ".pdf" not in address.rule
        ]
        return any(self._faults(name, part) for part in (mine, rest) for name in READERS)

    def matters(self, site: Site) -> bool:
        """Whether anybody who may use the view around it meets a row that is not theirs; a CS manager never does."""
        around = [
            one for one in self.every if self._view(one).__name__ == site.function and self._is_of(one, site.module)
        ]
        people = [self.made.people[name] for name in READERS]
        return not around or any(
            person.role in (address.roles or ()) and not opens(person, row)
            for address in around
            for person in people
            for row in address.rows(self.made)
        )

    def _is_of(self, address: Address, room: str) -> bool:
        return self._view(address).__module__.startswith(room)

    def _view(self, address: Address) -> Callable[..., Any]:
        view = self.made.app.view_functions[address.endpoint]
        found: Callable[..., Any] = getattr(view, "__wrapped__", view)
        return found

    def _faults(self, name: str, part: list[Address]) -> list[str]:
        sweep = Sweep(self.made, self.watch, name)
        sweep.walk(part)
        return sweep.faults


def narrowed(finder: Finder) -> Iterator[Line]:
    """Whether the sweep notices each place that narrows nothing any more."""
    if finder.finds("portal"):
        raise RuntimeError("the sweep is red before anything was lifted")
    for site in filter(finder.matters, sites(NARROWING)):
        if (site.module, site.function) in DOUBLE:
            continue
        with lifted(site):
            yield site, finder.finds(".".join(site.module.split(".")[:2]))
    for mapper in sorted(Model.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        if "visible_to" in vars(mapper.class_):
            with open_to_all(mapper.class_):
                yield (
                    f"{mapper.class_.__name__}.visible_to",
                    finder.finds(mapper.class_.__module__.rpartition(".")[0]),
                )


def lines() -> Iterator[Line]:
    """Every place with whether its loss was noticed."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        world = World(Path(folder), postgresql=False)
        stack.callback(world.close)
        open_world(world)
        yield from without_guard(world.app)
        yield from with_other_permission(world.app)
        structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
        made = stack.enter_context(three_firms(world, NOW))
        stack.enter_context(clock.at(NOW))
        for name in made.people:
            made.browser(name)
        watch = Watch()
        with made.app.app_context():
            event.listen(db.engine, "before_cursor_execute", watch.hear)
        stack.enter_context(mock.patch.object(Session, "commit", undo))
        stack.enter_context(mock.patch.object(units, "_run_afterwards", lambda _session: None))
        yield from narrowed(Finder(made, watch))
