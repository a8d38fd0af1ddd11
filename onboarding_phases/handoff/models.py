"""Handoffs as they stand, and what was sent back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.enums import HandoffKind, HandoffState
from onboarding_phases.handoff.rules import Answer, answers_of
from portal.database import Model, public_code
from portal.people import Principal, Role
from portal.tenancy import VendorOwned


class Handoff(VendorOwned, Model):
    """One customer's handoff.

    `fields` holds `{field key: {"state", "value", "reason", "version", "by"}}` of its template: the answer, the
    version of the handoff in which it was given, and who gave it. `completeness` (whole per cent) and
    `missing_required` say how complete that is, for lists.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        UniqueConstraint("customer_id", "kind"),
        CheckConstraint("completeness BETWEEN 0 AND 100", name="completeness"),
        # Rows are long: counts are read from the first, the list by age from the second.
        Index("ix_handoffs_state_customer_id", "state", "customer_id"),
        Index("ix_handoffs_state_since", "state_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[HandoffKind]
    state: Mapped[HandoffState]
    fields: Mapped[dict[str, Any]]
    completeness: Mapped[int]
    missing_required: Mapped[int]
    signed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    state_since: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    override_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    customer: Mapped[Customer] = relationship(lazy="joined")
    returns: Mapped[list[HandoffReturn]] = relationship(order_by="HandoffReturn.id", back_populates="handoff")

    @property
    def answers(self) -> dict[str, Answer]:
        """What is known, by field; a field that nobody touched is left out."""
        return answers_of(self.fields)

    @property
    def open_returns(self) -> dict[str, HandoffReturn]:
        """What was sent back and not answered yet, by field."""
        return {item.field: item for item in self.returns if item.settled_at is None}

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Whoever sees a customer sees its handoff."""
        if reader.role not in (Role.SALES, Role.CS_MEMBER):
            return true()
        return cls.customer_id.in_(select(Customer.id).where(Customer.visible_to(reader)))


class HandoffReturn(VendorOwned, Model):
    """What is missing in one field, said when the handoff was sent back."""

    __tablename__ = "handoff_returns"

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id"), index=True)
    field: Mapped[str]
    missing: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]

    handoff: Mapped[Handoff] = relationship(back_populates="returns")
