"""Reading settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.database import db
from portal.defaults.models import DefaultVersion
from portal.defaults.values import Default, Number


def defaults_by_key() -> Mapping[str, Default]:
    """Every setting that a room brings."""
    return cast(Mapping[str, Default], current_app.extensions["bansou_defaults"])


def versions_of(key: str) -> list[DefaultVersion]:
    """All versions of a setting, the newest first."""
    statement = select(DefaultVersion).where(DefaultVersion.key == key).order_by(DefaultVersion.version.desc())
    return list(db.session.scalars(statement))


def numbers(key: str, *, on: date | None = None) -> Mapping[str, Number]:
    """The numbers of a setting in force on a day (today unless told)."""
    day = on or clock.today()
    in_force = (
        select(DefaultVersion)
        .where(DefaultVersion.key == key, DefaultVersion.effective_on <= day)
        .order_by(DefaultVersion.effective_on.desc(), DefaultVersion.version.desc())
        .limit(1)
    )
    found = db.session.scalars(in_force).first()
    return {**defaults_by_key()[key].values(), **(found.values if found else {})}


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
