"""What was said at the end of an onboarding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.tasks.models import OfOnboarding
from portal.database import Model
from portal.tenancy import same_tenant


class CompletionReview(OfOnboarding, Model):
    """The look at an onboarding before its end; both sides read it.

    Each side writes what it learned. At the end the vendor adds what was reached beside the goals of the handoff,
    which are copied here since the handoff is the vendor's; `left_open` is what stood open all the same, by kind.
    """

    __tablename__ = "completion_reviews"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        UniqueConstraint("onboarding_id"),
        CheckConstraint("(completed_at IS NULL) = (reached = '')", name="reached"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    firm_lessons: Mapped[str] = mapped_column(default="")
    firm_lessons_by: Mapped[str | None]
    vendor_lessons: Mapped[str] = mapped_column(default="")
    vendor_lessons_by: Mapped[str | None]
    goals: Mapped[dict[str, Any]]
    reached: Mapped[str] = mapped_column(default="")
    left_open: Mapped[dict[str, Any]]
    override_reason: Mapped[str | None]
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[str | None]
    completed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
