"""The tasks of an onboarding, and what stands in their way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.tasks.enums import TaskState
from portal.database import Model, public_code
from portal.i18n import LocalizedText
from portal.people import Principal
from portal.tenancy import OpenToGuests, TenantOwned, same_tenant, tenant_key


class OfOnboarding(TenantOwned):
    """A row that hangs on an onboarding: whoever sees that sees it too."""

    onboarding_id: Mapped[int] = mapped_column(index=True)

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        return Onboarding.seen_with(cls.onboarding_id, reader)


class Task(OpenToGuests, OfOnboarding, Model):
    """A piece of work of one phase, from the playbook or added by hand; `key` is the playbook's name for it.

    `depends_on` are the keys of tasks that come before. `rescued` marks a task of the partner that a vendor user
    did.
    """

    __tablename__ = "tasks"
    guests_write: ClassVar[bool] = True
    __table_args__ = (
        tenant_key(),
        same_tenant("onboarding_id", "onboardings"),
        UniqueConstraint("onboarding_id", "key"),
        CheckConstraint("position BETWEEN 1 AND 6", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    position: Mapped[int]
    place: Mapped[int]
    key: Mapped[str | None]
    text: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    side: Mapped[TaskSide]
    kind: Mapped[StepKind]
    is_optional: Mapped[bool]
    depends_on: Mapped[list[Any]]
    due_on: Mapped[date | None]
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None]
    reason: Mapped[str | None]
    rescued: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class Blocker(OfOnboarding, Model):
    """What stops a step now: whose turn it is, by when, and how it was resolved."""

    __tablename__ = "blockers"
    __table_args__ = (same_tenant("onboarding_id", "onboardings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    position: Mapped[int | None]
    side: Mapped[TaskSide]
    text: Mapped[str]
    raised_at: Mapped[datetime]
    raised_by: Mapped[str]
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer_due_on: Mapped[date]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    resolution: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form
