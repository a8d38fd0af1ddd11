"""One firm, one world: the scope of a session and the locks that keep every statement inside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, ForeignKeyConstraint, UniqueConstraint, and_, event, false, true
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    scoped_session,
    with_loader_criteria,
)
from sqlalchemy.sql.base import ExecutableOption

from portal.database import Model
from portal.levels import Level


class ScopeError(Exception):
    """A statement without a scope, or a row of another tenant: a mistake of ours, never of a reader."""


@dataclass(frozen=True)
class Scope:
    """Whose rows a session may see: one firm's, or every tenant's (the vendor acts in `EVERY_TENANT`).

    What a side keeps to itself only that side sees, unless `every_level` says otherwise. With `case_id` it is
    narrower than a firm's: a guest sees one case of the firm, and nothing else.
    """

    partner_id: int | None
    every_level: bool = False
    case_id: int | None = None

    @property
    def is_every_tenant(self) -> bool:
        return self.partner_id is None

    @property
    def is_guest(self) -> bool:
        return self.case_id is not None

    def __str__(self) -> str:
        """The scope as row-level security compares it: `every`, a firm's id, or `guest:firm:case`."""
        if self.is_guest:
            return f"guest:{self.partner_id}:{self.case_id}"
        return "every" if self.is_every_tenant else str(self.partner_id)


EVERY_TENANT = Scope(None)
# What firms keep from the vendor too: for the ground floor's own upkeep, never for a reader. Banned in rooms.
EVERYTHING = Scope(None, every_level=True)


class Tenant(Model):
    """A firm as the ground floor knows it: a world of its own, open or closed."""

    __tablename__ = "tenants"
    shared_because: ClassVar[str] = "the ground floor's own list of worlds; rooms read Partner instead"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    closed_at: Mapped[datetime | None]


class TenantOwned:
    """A row that belongs to one firm; every session but the vendor's sees its own firm's only."""

    partner_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)


class VendorOwned:
    """A row that is the vendor's alone; in a firm's scope there is none."""


class Levelled:
    """A row of a firm that has a level: each side's sessions find nothing that the other keeps to itself."""

    level: Mapped[Level] = mapped_column()


class OpenToGuests:
    """A firm's row that hangs on one case, and that the guests of that case may read; all others stay shut to them.

    Of rows that have a level a guest sees those shared with the customer. `case_column` holds the id of the case.
    Guests change only rows of a table that says `guests_write`.
    """

    case_column: ClassVar[str] = "onboarding_id"
    guests_write: ClassVar[bool] = False


def tenant_key() -> UniqueConstraint:
    """The pair by which children bind themselves to a row and to its tenant at once."""
    return UniqueConstraint("id", "partner_id")


def same_tenant(column: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot cross into another tenant, whatever the code does."""
    return ForeignKeyConstraint([column, "partner_id"], [f"{table}.id", f"{table}.partner_id"])


def scope_of(session: Session | scoped_session[Any]) -> Scope:
    """The scope in which a session acts.

    Raises:
        ScopeError: it has none.
    """
    scope = session.info.get("scope")
    if not isinstance(scope, Scope):
        raise ScopeError("this session has no scope: open a unit of work first")
    return scope


def enter(session: Session, scope: Scope) -> None:
    """Give a session its scope, and tell PostgreSQL's row-level security the same."""
    session.info["scope"] = scope
    if session.get_bind().dialect.name == "postgresql":
        levels = "all" if scope.every_level else ""
        told = "SELECT set_config('bansou.scope', %s, true), set_config('bansou.levels', %s, true)"
        session.connection().exec_driver_sql(told, (str(scope), levels))


@contextmanager
def widened(session: Session) -> Iterator[None]:
    """Let the ground floor itself cross tenants for a moment: notices, audit rows, accounts. Banned in rooms."""
    before = scope_of(session)
    if before.is_every_tenant:
        yield
        return
    session.flush()
    enter(session, EVERY_TENANT)
    try:
        yield
        session.flush()
    finally:
        enter(session, before)


NOT_THE_FIRMS = with_loader_criteria(Levelled, lambda cls: cls.level != Level.FIRM, include_aliases=True)
NOT_THE_VENDORS = with_loader_criteria(Levelled, lambda cls: cls.level != Level.VENDOR, include_aliases=True)


@event.listens_for(Session, "do_orm_execute")
def _confine(state: ORMExecuteState) -> None:
    scope = scope_of(state.session)
    if scope.every_level or state.is_column_load:
        return
    if scope.is_every_tenant:
        if state.is_orm_statement:
            state.statement = state.statement.options(NOT_THE_FIRMS)
        return
    if scope.is_guest:
        state.statement = state.statement.options(*_guest_criteria(scope))
        return
    partner_id = scope.partner_id
    state.statement = state.statement.options(
        NOT_THE_VENDORS,
        with_loader_criteria(TenantOwned, lambda cls: cls.partner_id == partner_id, include_aliases=True),
        with_loader_criteria(VendorOwned, lambda cls: false(), include_aliases=True),  # noqa: ARG005
    )


def _guest_criteria(scope: Scope) -> Iterator[ExecutableOption]:
    """What a guest sees of each table that belongs to somebody: the rows of one case where it is open to guests."""
    for mapper in Model.registry.mappers:
        kind = mapper.class_
        if issubclass(kind, TenantOwned | VendorOwned):
            yield with_loader_criteria(kind, _seen_by_guest(kind, scope), include_aliases=True)


def _seen_by_guest(kind: type[Any], scope: Scope) -> ColumnElement[bool]:
    if not issubclass(kind, OpenToGuests):
        return false()
    case: ColumnElement[int] = getattr(kind, kind.case_column)
    mine: ColumnElement[bool] = kind.partner_id == scope.partner_id  # type: ignore[attr-defined]
    shown = kind.level == Level.CUSTOMER if issubclass(kind, Levelled) else true()
    return and_(mine, case == scope.case_id, shown)


def _is_guests_to_write(row: object, scope: Scope) -> bool:
    if not isinstance(row, OpenToGuests) or not row.guests_write:
        return not isinstance(row, TenantOwned)
    return bool(getattr(row, row.case_column) == scope.case_id)


@event.listens_for(Session, "before_flush")
def _refuse_strangers(session: Session, _context: object, _instances: object) -> None:
    scope = scope_of(session)
    if scope.every_level:
        return
    hidden = Level.FIRM if scope.is_every_tenant else Level.VENDOR
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Levelled) and row.level is hidden:
            raise ScopeError(f"{type(row).__name__} is not of this side")
        if scope.is_every_tenant:
            continue
        if isinstance(row, VendorOwned) or (isinstance(row, TenantOwned) and row.partner_id != scope.partner_id):
            raise ScopeError(f"{type(row).__name__} is not of this tenant")
        if scope.is_guest and not _is_guests_to_write(row, scope):
            raise ScopeError(f"{type(row).__name__} is not for a guest to change")
