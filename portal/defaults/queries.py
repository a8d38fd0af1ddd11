"""Reading settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import current_app
from sqlalchemy import func, select, tuple_

from portal import clock
from portal.database import db
from portal.defaults.models import DefaultVersion
from portal.defaults.values import Default, DefaultField, Number

KNOWN = "numbers_in_force"


def defaults_by_key() -> Mapping[str, Default]:
    """Every setting that a room brings."""
    return cast(Mapping[str, Default], current_app.extensions["bansou_defaults"])


def versions_of(key: str) -> list[DefaultVersion]:
    """All versions of a setting, the newest first."""
    statement = select(DefaultVersion).where(DefaultVersion.key == key).order_by(DefaultVersion.version.desc())
    return list(db.session.scalars(statement))


def numbers(key: str, *, on: date | None = None) -> Mapping[str, Number]:
    """The numbers of a setting in force on a day (today unless told)."""
    return {**defaults_by_key()[key].values(), **_in_force(on or clock.today()).get(key, {})}


def _in_force(day: date) -> Mapping[str, Mapping[str, Number]]:
    """What every setting was changed to by a day, read once in a unit of work: a page asks for many of them."""
    known: dict[date, dict[str, Mapping[str, Number]]] = db.session.info.setdefault(KNOWN, {})
    if day not in known:
        newest = (
            select(DefaultVersion)
            .where(DefaultVersion.effective_on <= day)
            .order_by(DefaultVersion.effective_on, DefaultVersion.version)
        )
        known[day] = {row.key: row.values for row in db.session.scalars(newest)}
    return known[day]


def forget_numbers() -> None:
    """Read the settings anew from here on: one has changed in this unit of work."""
    db.session.info.pop(KNOWN, None)


def version_in_force(key: str, *, on: date | None = None) -> int:
    """The version of a setting in force on a day; 0 stands for what the product ships with."""
    day = on or clock.today()
    found = db.session.scalars(
        select(DefaultVersion.version)
        .where(DefaultVersion.key == key, DefaultVersion.effective_on <= day)
        .order_by(DefaultVersion.effective_on.desc(), DefaultVersion.version.desc())
        .limit(1)
    ).first()
    return found or 0


@dataclass(frozen=True)
class Version:
    """A version in the history, and what it changed against the one before; at first, what was delivered."""

    version: int
    effective_on: date
    created_at: datetime
    created_by: int | None
    reason: str
    changes: list[tuple[DefaultField, Number, Number]]


def history_of(key: str) -> list[Version]:
    """The versions of a setting with their changes, the newest first."""
    default = defaults_by_key()[key]
    before: Mapping[str, Number] = default.values()
    found = []
    for row in reversed(versions_of(key)):
        after = {**default.values(), **row.values}
        changes = [
            (item, before[item.key], after[item.key])
            for item in default.fields
            if before[item.key] != after[item.key]
        ]
        found.append(Version(row.version, row.effective_on, row.created_at, row.created_by, row.reason, changes))
        before = after
    return found[::-1]


def latest_versions() -> dict[str, DefaultVersion]:
    """The newest version of every setting that was ever changed, in one statement."""
    newest = select(DefaultVersion.key, func.max(DefaultVersion.version)).group_by(DefaultVersion.key)
    statement = select(DefaultVersion).where(tuple_(DefaultVersion.key, DefaultVersion.version).in_(newest))
    return {row.key: row for row in db.session.scalars(statement)}
