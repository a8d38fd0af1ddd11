"""Exclusions of onboardings from every rate."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, column, false
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.onboardings.enums import ExcludedReason
from portal.database import Model
from portal.tenancy import TenantOwned, same_tenant

_WAITS = column("decided_at").is_(None)


class Exclusion(TenantOwned, Model):
    """Leaving an onboarding out of every rate, or lifting that: a manager asks, a second person decides."""

    __tablename__ = "exclusions"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        Index("uq_exclusions_waiting", "onboarding_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int] = mapped_column(index=True)
    reason: Mapped[ExcludedReason]
    note: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    is_approved: Mapped[bool | None]
    answer: Mapped[str | None]
    lifts: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
