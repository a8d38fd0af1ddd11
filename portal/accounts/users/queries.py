"""Lists of people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from portal.accounts.models import User
from portal.database import db
from portal.people import Role
from portal.tenancy import Tenant


@dataclass(frozen=True)
class Filter:
    """What of the people a list shows."""

    text: str = ""
    role: str = ""
    state: str = ""


def filtered(statement: Select[User], chosen: Filter) -> Select[User]:
    """The people whom a filter leaves, by name."""
    if chosen.text:
        pattern = f"%{_literal(chosen.text.lower())}%"
        found = func.lower(User.name).like(pattern, escape="\\") | User.email.like(pattern, escape="\\")
        statement = statement.where(found)
    if chosen.role in set(Role):
        statement = statement.where(User.role == Role(chosen.role))
    states = {
        "open": User.disabled_at.is_(None) & User.password_hash.is_not(None),
        "invited": User.disabled_at.is_(None) & User.password_hash.is_(None),
        "disabled": User.disabled_at.is_not(None),
    }
    if chosen.state in states:
        statement = statement.where(states[chosen.state])
    return statement.order_by(User.name, User.id)


def count_open(role: Role, *, partner_id: int | None) -> int:
    """How many open accounts of a role there are, of the vendor or of one firm."""
    statement = select(func.count(User.id)).where(
        User.role == role, User.partner_id == partner_id, User.disabled_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def open_firms() -> list[Tenant]:
    """The firms to which people may be invited, by name."""
    return list(
        db.session.scalars(select(Tenant).where(Tenant.closed_at.is_(None)).order_by(Tenant.name, Tenant.id))
    )


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
