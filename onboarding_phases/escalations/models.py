"""Escalations, who owned them when, and their threads."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    column,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from onboarding_phases.escalations.enums import EntryKind, EscalationKind, EscalationState, Severity
from onboarding_phases.onboardings.models import Onboarding
from portal.database import Model, public_code
from portal.levels import Level
from portal.people import PARTNER_ROLES, Principal, Role
from portal.tenancy import TenantOwned, VendorOwned, same_tenant, tenant_key

SEE_ALL = frozenset({Role.CS_MANAGER, Role.AUDITOR})
SEE_THEIRS = frozenset({Role.SUPPORT, Role.ADMIN})
_IS_OPEN = column("until_at").is_(None)


class Escalation(TenantOwned, Model):
    """A problem of one onboarding, passed to the role that owns it.

    `owner_id` names a person where the role alone does not; `last_role` and `last_id` are the owner to whom it
    returns after it was handed back. `level` is who may read of it at all: the vendor, or both sides. `entries`
    numbers the thread.
    """

    __tablename__ = "escalations"
    __table_args__ = (
        tenant_key(),
        same_tenant("onboarding_id", "onboardings"),
        Index("ix_escalations_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    onboarding_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[EscalationKind]
    severity: Mapped[Severity]
    subject: Mapped[str]
    level: Mapped[Level]
    state: Mapped[EscalationState]
    raised_at: Mapped[datetime]
    raised_by: Mapped[str]
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    raised_role: Mapped[Role]
    owner_role: Mapped[Role]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    last_role: Mapped[Role]
    last_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    taken_over_at: Mapped[datetime | None]
    given_back_at: Mapped[datetime | None]
    is_rescue: Mapped[bool] = mapped_column(default=False)
    entries: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    onboarding: Mapped[Onboarding] = relationship()
    turns: Mapped[list[EscalationTurn]] = relationship(order_by="EscalationTurn.id", back_populates="escalation")

    @property
    def raised_by_firm(self) -> bool:
        return self.raised_role in PARTNER_ROLES

    @property
    def is_shared(self) -> bool:
        return self.level is Level.BOTH

    @property
    def is_taken_over(self) -> bool:
        """Whether the vendor holds the case by it now."""
        return self.taken_over_at is not None and self.given_back_at is None

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Whose escalations a person sees.

        A firm sees those of its own onboardings that the vendor does not keep to itself, CS members and sales
        those of their customers, support and administrators those that they raised or owned at any time.
        """
        if reader.role in SEE_ALL:
            return true()
        if reader.role in SEE_THEIRS:
            held = select(EscalationTurn.escalation_id).where(EscalationTurn.role == reader.role)
            return or_(cls.raised_by_id == reader.id, cls.id.in_(held))
        mine = Onboarding.seen_with(cls.onboarding_id, reader)
        return mine & (cls.level == Level.BOTH) if reader.role in PARTNER_ROLES else mine


class EscalationTurn(TenantOwned, Model):
    """A time in which one role owned an escalation, with its clock. Only one is open at a time."""

    __tablename__ = "escalation_turns"
    __table_args__ = (
        same_tenant("escalation_id", "escalations"),
        Index(
            "uq_escalation_turns_open",
            "escalation_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(index=True)
    role: Mapped[Role] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    since_at: Mapped[datetime]
    due_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]

    escalation: Mapped[Escalation] = relationship(back_populates="turns")


class Entry:
    """One entry of a thread: never changed, never taken away. `place` is its number in the thread."""

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]
    kind: Mapped[EntryKind]
    at: Mapped[datetime]
    by: Mapped[str]
    by_role: Mapped[Role]
    text: Mapped[str]
    to_role: Mapped[Role | None]
    told_customer: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    @classmethod
    def by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("users.id"))


class EscalationMessage(TenantOwned, Entry, Model):
    """What both sides read, or the firm alone."""

    __tablename__ = "escalation_messages"
    __table_args__ = (
        same_tenant("escalation_id", "escalations"),
        UniqueConstraint("escalation_id", "place"),
        CheckConstraint("level <> 'vendor'", name="level"),
    )

    escalation_id: Mapped[int]
    level: Mapped[Level]

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """The vendor does not read what a firm keeps to itself."""
        seen = cls.escalation_id.in_(select(Escalation.id).where(Escalation.visible_to(reader)))
        return seen if reader.role in PARTNER_ROLES else seen & (cls.level == Level.BOTH)


class EscalationNote(VendorOwned, Entry, Model):
    """What the vendor reads alone: a row of the vendor, so that no firm's session reaches it."""

    __tablename__ = "escalation_notes"
    __table_args__ = (UniqueConstraint("escalation_id", "place"),)

    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"))
    level: ClassVar[Level] = Level.VENDOR

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        if reader.role in PARTNER_ROLES:
            return false()
        return cls.escalation_id.in_(select(Escalation.id).where(Escalation.visible_to(reader)))


class EscalationRoute(Model):
    """A version of one line of the routing table: from then on this role owns this kind of problem."""

    __tablename__ = "escalation_routes"
    shared_because: ClassVar[str] = "the vendor's table of who owns what, which everybody may read"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EscalationKind] = mapped_column(index=True)
    role: Mapped[Role]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]
