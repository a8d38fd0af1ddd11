"""Due days that were moved, by whom and by which right: the log, and the requests that wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnClause, ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.extensions.enums import Ground
from portal.database import Model
from portal.tenancy import TenantOwned, same_tenant

_WAITS: ColumnClause[bool] = literal_column("decided_at IS NULL")


class Extension(TenantOwned, Model):
    """The due day of a phase, and of later ones, moved by so many days; or the request to.

    Moved without asking it is decided at once, by whoever moved it. `moved` has the due day before and after of each
    phase that moved, by position; a refusal moved none. Of one that was taken back before its answer, `decided_at`
    and `decided_by` say when and by whom, and it is neither approved nor refused.
    """

    __tablename__ = "extensions"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        CheckConstraint("position BETWEEN 1 AND 6", name="position"),
        CheckConstraint("days BETWEEN 1 AND 90", name="days"),
        Index(
            "uq_extensions_waiting",
            "onboarding_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    days: Mapped[int]
    reason: Mapped[str]
    ground: Mapped[Ground]
    by_firm: Mapped[bool]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer_by: Mapped[date | None]
    escalated_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    is_approved: Mapped[bool | None]
    answer: Mapped[str | None]
    moved: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None

    @property
    def is_withdrawn(self) -> bool:
        return self.decided_at is not None and self.is_approved is None
