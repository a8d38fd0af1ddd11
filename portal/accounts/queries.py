"""Reading accounts: names for pages, people to choose from, links and sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from portal import clock
from portal.accounts.enums import LinkPurpose
from portal.accounts.loading import token_hash
from portal.accounts.models import LoginSession, MailedLink, User
from portal.accounts.rules import clean_address
from portal.database import db
from portal.people import Principal, Role
from portal.tenancy import Tenant


@dataclass(frozen=True)
class Person:
    """A person as rooms see one: a value, not a row."""

    id: int
    code: str
    name: str
    email: str
    role: Role
    partner_id: int | None
    locale: str | None
    is_open: bool
    is_invited: bool


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of people by their ids, in one statement; an id without a person is left out."""
    wanted = {id_ for id_ in ids if id_ is not None}
    if not wanted:
        return {}
    found = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {id_: name for id_, name in found}  # noqa: C416 - rows are tuples to Python, but not to mypy


def name_by(id_column: Any) -> ColumnElement[str | None]:
    """The name of the person whose id a column holds, to be read along with its row."""
    return select(User.name).where(User.id == id_column).scalar_subquery()


def find_user(email: str) -> User | None:
    """The account with this mail address, in whatever case it is typed."""
    return db.session.scalars(select(User).where(User.email == clean_address(email))).first()


def person_of(user_id: int) -> Person | None:
    """One person by id."""
    return next(iter(_people(select(User).where(User.id == user_id))), None)


def people(roles: Collection[Role], *, partner_id: int | None = None) -> list[Person]:
    """The people with these roles, of the vendor or of one firm, whose accounts are open; by name."""
    mine = select(User).where(User.role.in_(roles), User.partner_id == partner_id, User.disabled_at.is_(None))
    statement = mine.where(~User.tenant.has(Tenant.closed_at.is_not(None)))
    return _people(statement.order_by(User.name, User.id))


def _people(statement: Select[User]) -> list[Person]:
    return [
        Person(
            id=user.id,
            code=user.code,
            name=user.name,
            email=user.email,
            role=user.role,
            partner_id=user.partner_id,
            locale=user.locale,
            is_open=user.may_enter,
            is_invited=user.is_invited,
        )
        for user in db.session.scalars(statement)
    ]


def user_of(reader: Principal) -> User:
    """The row behind a signed-in person."""
    return db.session.execute(select(User).where(User.id == reader.id)).scalar_one()


def open_sessions(user_id: int) -> list[LoginSession]:
    """The browsers in which a person is signed in, the newest first."""
    statement = select(LoginSession).where(
        LoginSession.user_id == user_id,
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > clock.now(),
    )
    return list(db.session.scalars(statement.order_by(LoginSession.created_at.desc(), LoginSession.id.desc())))


def usable_link(token: str, purpose: LinkPurpose) -> MailedLink | None:
    """The link behind a secret, unless it was used, has expired, or its account or firm is closed."""
    statement = select(MailedLink).where(
        MailedLink.token_hash == token_hash(token),
        MailedLink.purpose == purpose,
        MailedLink.used_at.is_(None),
        MailedLink.expires_at > clock.now(),
    )
    found = db.session.scalars(statement).first()
    return found if found is not None and found.user.may_enter else None
