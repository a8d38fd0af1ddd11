"""Handoffs as they stand, and what was sent back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.enums import HandoffKind, HandoffState
from portal.database import Model, public_code
from portal.tenancy import VendorOwned


class Handoff(VendorOwned, Model):
    """One customer's handoff. `fields` holds `{field key: {"state", "value", "reason"}}` of its template."""

    __tablename__ = "handoffs"
    __table_args__ = (UniqueConstraint("customer_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[HandoffKind]
    state: Mapped[HandoffState]
    fields: Mapped[dict[str, Any]]
    signed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    override_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    customer: Mapped[Customer] = relationship(lazy="joined")
    returns: Mapped[list[HandoffReturn]] = relationship(order_by="HandoffReturn.id", back_populates="handoff")


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
