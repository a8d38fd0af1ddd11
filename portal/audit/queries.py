"""Reading the trail, the newest first, a piece at a time: it never stops growing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from portal import clock
from portal.accounts.models import User
from portal.accounts.queries import names_of
from portal.audit.models import AuditEntry
from portal.audit.words import Names
from portal.database import db
from portal.defaults.queries import defaults_by_key
from portal.tenancy import Tenant

PIECE = 50


@dataclass(frozen=True)
class Filter:
    """What of the trail is shown. `before` is the id of the entry above which a piece ends."""

    event: str = ""
    person: str = ""
    day: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Piece:
    """Some entries, and the way to the older ones, if there are any."""

    entries: Sequence[AuditEntry]
    older: int | None


def piece_of_trail(chosen: Filter) -> Piece:
    """The newest entries that a filter leaves."""
    statement = _filtered(chosen).order_by(AuditEntry.id.desc()).limit(PIECE + 1)
    found = db.session.scalars(statement).all()
    entries = found[:PIECE]
    return Piece(entries, entries[-1].id if len(found) > PIECE else None)


def _filtered(chosen: Filter) -> Select[AuditEntry]:
    statement = select(AuditEntry)
    if chosen.event:
        statement = statement.where(AuditEntry.event == chosen.event)
    if chosen.day is not None:
        start = datetime.combine(chosen.day, time(), clock.zone())
        end = datetime.combine(chosen.day + timedelta(days=1), time(), clock.zone())
        statement = statement.where(AuditEntry.at >= start, AuditEntry.at < end)
    if chosen.person:
        statement = statement.where(AuditEntry.actor_id.in_(_people(chosen.person)))
    if chosen.before is not None:
        statement = statement.where(AuditEntry.id < chosen.before)
    return statement


def _people(text: str) -> Select[int]:
    literal = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{literal}%"
    fits = func.lower(User.name).like(pattern, escape="\\") | User.email.like(pattern, escape="\\")
    return select(User.id).where(fits)


def names_in(entries: Sequence[AuditEntry]) -> Names:
    """What the numbers in these entries stand for, in two statements."""
    values = [entry.values for entry in entries]
    people = names_of(_ids(values, "user_id") | {entry.actor_id or 0 for entry in entries})
    firms = select(Tenant.id, Tenant.name).where(Tenant.id.in_(_ids(values, "partner_id")))
    return Names(people, {id_: name for id_, name in db.session.execute(firms)}, defaults_by_key())  # noqa: C416


def _ids(values: Sequence[Mapping[str, Any]], key: str) -> set[int]:
    return {found for item in values if isinstance(found := item.get(key), int)}
