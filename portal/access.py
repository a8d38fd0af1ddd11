"""Who may: permissions as values that route guard, menu, button and API all read, and the seal on every view."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.sql.base import ExecutableOption
from werkzeug.exceptions import NotFound

from portal.database import Model, db
from portal.people import Guest, Principal, Role
from portal.tenancy import EVERY_TENANT, enter
from portal.units import unit_of_work

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row", bound=Model)


class UnguardedRoute(Exception):
    """A route says neither who may use it nor why everybody may: the application does not start."""


@dataclass(frozen=True)
class Permission:
    """What a role may do, named `room.thing.verb`."""

    name: str
    roles: frozenset[Role]

    def allows(self, person: object) -> bool:
        """Whether this person holds one of the roles; nobody else does."""
        return isinstance(person, Principal) and person.role in self.roles


@dataclass(frozen=True)
class Public:
    """A route that needs no account, and the reason why."""

    reason: str


@dataclass(frozen=True)
class TokenScope:
    """What a token may be made for, named `thing:verb`; whoever it acts for must hold the permission as well."""

    name: str
    label: Any
    permission: Permission


@dataclass(frozen=True)
class MachinesOnly:
    """A route for other systems, told by what their request carries; what a browser's cookie says counts nothing.

    `recognise` gives whom the request acts for, and raises where it is nobody's to answer. A route without a
    scope is opened by a signature.
    """

    recognise: Callable[[], Principal]
    scope: TokenScope | None = None


@dataclass(frozen=True)
class GuestsOnly:
    """A route for guests, who have no account; `recognise` says who they are from what their browser sent."""

    recognise: Callable[[], Guest | None]


Guard = Permission | Public | GuestsOnly | MachinesOnly


def permission(name: str, *roles: Role) -> Permission:
    """A permission held by the given roles."""
    return Permission(name, frozenset(roles))


def requires(needed: Permission) -> Callable[[View], View]:
    """Guard a view: 401 (the log-in page) for strangers, 403 for people without the permission."""
    return _mark(needed)


def public(*, reason: str) -> Callable[[View], View]:
    """Open a view to everybody, for a reason."""
    return _mark(Public(reason))


def for_guests(recognise: Callable[[], Guest | None]) -> Callable[[View], View]:
    """Guard a view for guests of one case: 401 for strangers, 403 for people with an account who are no guests."""
    return _mark(GuestsOnly(recognise))


def for_machines(recognise: Callable[[], Principal], *, scope: TokenScope | None = None) -> Callable[[View], View]:
    """Guard a view for other systems: rooms use `with_token` of `portal.api` and `signed` of `portal.webhooks`."""
    return _mark(MachinesOnly(recognise, scope))


def _mark(guard: Guard) -> Callable[[View], View]:
    def mark(view: View) -> View:
        cast(Any, view).guard = guard
        return view

    return mark


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """The guard that a view was given, if any."""
    return cast(Guard | None, getattr(view, "guard", None))


def person() -> Principal:
    """The signed-in person of this request.

    Raises:
        RuntimeError: there is none, so the view's guard is missing.
    """
    reader = g.get("reader")
    if not isinstance(reader, Principal):
        raise RuntimeError("nobody is signed in")
    return reader


def guest() -> Guest:
    """The guest of this request.

    Raises:
        RuntimeError: there is none, so the view's guard is missing.
    """
    found = g.get("guest")
    if not isinstance(found, Guest):
        raise RuntimeError("no guest was let in")
    return found


def seal(app: Flask) -> None:
    """Wrap every view once: guard, scope, one transaction. Call it last.

    Raises:
        UnguardedRoute: a view has no guard; names it.
    """
    for endpoint, view in app.view_functions.items():
        if endpoint == "static":
            public(reason="style sheets, scripts and icons hold no data")(view)
            continue
        guard = guard_of(view)
        if guard is None:
            raise UnguardedRoute(
                f"{endpoint} has no guard: add @requires(...), @for_guests(...), @with_token(...), @signed(...) "
                "or @public(reason=...)"
            )
        app.view_functions[endpoint] = _sealed(view, guard)


def _sealed(view: Callable[..., Any], guard: Guard) -> Callable[..., Any]:
    @functools.wraps(view)
    def sealed(**values: Any) -> Any:
        with unit_of_work(EVERY_TENANT, write=request.method not in SAFE_METHODS) as session:
            if isinstance(guard, MachinesOnly):
                g.reader = guard.recognise()
                enter(session, person().scope)
                return view(**values)
            found = current_user._get_current_object()
            g.reader = found if isinstance(found, Principal) else None
            if isinstance(guard, Permission):
                refusal = _refuse(guard)
                if refusal is not None:
                    return refusal
                enter(session, person().scope)
            elif isinstance(guard, GuestsOnly):
                g.guest = guard.recognise()
                if g.guest is None:
                    abort(401 if g.reader is None else 403)
                g.reader = None  # somebody with an account who is also a guest is a guest here
                enter(session, guest().scope)
            return view(**values)

    return sealed


def _refuse(guard: Permission) -> ResponseReturnValue | None:
    if g.reader is None:
        if request.method in SAFE_METHODS:
            return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
        abort(401)
    if not guard.allows(g.reader):
        abort(403)
    return None


def visible(model: type[Any], reader: Principal) -> ColumnElement[bool] | None:
    """What of a model this person may see inside their scope, or None for all of it.

    A model narrows itself by a class method `visible_to(reader)`: a consultant sees the onboardings that the
    firm put them on, a CS member the ones that they own.
    """
    narrow = getattr(model, "visible_to", None)
    return None if narrow is None else narrow(reader)


def select_visible(model: type[Row]) -> Select[Row]:
    """Select the rows of a model that the signed-in person may see."""
    narrowed = visible(model, person())
    statement = select(model)
    return statement if narrowed is None else statement.where(narrowed)


def fetch_or_404(model: type[Row], *options: ExecutableOption, **keys: Any) -> Row:
    """The one row with these values that the reader may see; a foreign and a missing one look the same.

    `options` say what else the same statement brings.
    """
    asked = select_visible(model).filter_by(**keys).options(*options)
    row = db.session.execute(asked).unique().scalar_one_or_none()
    if row is None:
        raise NotFound
    return row
