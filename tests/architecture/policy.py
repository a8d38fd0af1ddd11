"""The reviewed table of who may do what, and where the running portal differs from it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask

from portal.access import GuestsOnly, MachinesOnly, Permission, guard_of
from portal.people import Role

FILE = Path(__file__).with_name("policy.toml")
PUBLIC = "public"
# Routes for people without an account who were let in to one onboarding.
GUESTS = "guests"
# Routes for other systems: by a token of a scope, such as `token usage:read`, or by a signature.
TOKEN, WEBHOOKS = "token ", "webhooks"
UNLISTED_METHODS = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Entry:
    """One permission as it was reviewed: who holds it, why, and the routes that it opens."""

    name: str
    why: str
    roles: frozenset[Role]
    routes: frozenset[str]

    @property
    def changes(self) -> bool:
        """Whether it opens a route that may write."""
        return any(not route.startswith("GET ") for route in self.routes)


@cache
def policy() -> dict[str, Entry]:
    """The table, by the names of permissions."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: Entry(
            name,
            str(said["why"]),
            frozenset(Role(role) for role in said.get("roles", ())),
            frozenset(said.get("routes", ())),
        )
        for name, said in found.items()
    }


@cache
def roles_by_route() -> dict[str, frozenset[Role] | None]:
    """Who may use each route, such as `POST /users/new`; None where no log-in opens it.

    Nobody with an account uses those of guests.
    """
    return {
        route: None if entry.name in (PUBLIC, WEBHOOKS) or entry.name.startswith(TOKEN) else entry.roles
        for entry in policy().values()
        for route in entry.routes
    }


def machine_routes() -> dict[str, str]:
    """The routes for other systems, each with what opens it."""
    return {
        route: name
        for name, entry in policy().items()
        if name == WEBHOOKS or name.startswith(TOKEN)
        for route in entry.routes
    }


def running(app: Flask) -> dict[str, tuple[frozenset[Role], frozenset[str]]]:
    """The permissions of the running portal: who holds each, and which routes it opens."""
    routes: dict[str, set[str]] = {}
    known = {item for room in app.extensions["bansou_rooms"] for item in room.permissions}
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        known |= {guard} if isinstance(guard, Permission) else set()
        name = _name(guard)
        routes.setdefault(name, set()).update(f"{verb} {rule.rule}" for verb in (rule.methods or set()))
    held = {item.name: item.roles for item in known}
    held |= {name: frozenset[Role]() for name in (PUBLIC, GUESTS, WEBHOOKS)}
    held |= {TOKEN + name: scope.permission.roles for name, scope in app.extensions["bansou_scopes"].items()}
    return {
        name: (roles, frozenset(route for route in routes.get(name, ()) if route.split()[0] not in UNLISTED_METHODS))
        for name, roles in held.items()
    }


def _name(guard: object) -> str:
    """Under which name of the table a guard stands."""
    if isinstance(guard, Permission):
        return guard.name
    if isinstance(guard, MachinesOnly):
        return TOKEN + guard.scope.name if guard.scope else WEBHOOKS
    return GUESTS if isinstance(guard, GuestsOnly) else PUBLIC


def differences(app: Flask) -> list[str]:
    """Every way in which the running portal is not what the table says, in words that tell what to write there."""
    found = []
    now = running(app)
    for name in sorted(set(now) | set(policy())):
        if name not in policy():
            found.append(f"{name} is not in the table")
        elif name not in now:
            found.append(f"{name} is in the table only")
        else:
            found += _differing(policy()[name], *now[name])
    return found


def _differing(entry: Entry, roles: frozenset[Role], routes: frozenset[str]) -> list[str]:
    found = [f"{entry.name}: {role} holds it, against the table" for role in sorted(roles - entry.roles)]
    found += [f"{entry.name}: {role} does not hold it" for role in sorted(entry.roles - roles)]
    found += [f'{entry.name}: opens "{route}", against the table' for route in sorted(routes - entry.routes)]
    return found + [f'{entry.name}: does not open "{route}"' for route in sorted(entry.routes - routes)]
