"""Meetings of an onboarding, and the tasks that they led to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.tasks.models import OfOnboarding, Task
from portal.database import Model, public_code
from portal.tenancy import Levelled, same_tenant, tenant_key


class Meeting(OfOnboarding, Levelled, Model):
    """A meeting, held or planned; people are words, since not all of them have an account."""

    __tablename__ = "meetings"
    __table_args__ = (tenant_key(), same_tenant("onboarding_id", "onboardings"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    held_on: Mapped[date]
    people: Mapped[str]
    agenda: Mapped[str]
    minutes: Mapped[str]
    by_vendor: Mapped[bool]
    author: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    actions: Mapped[list[MeetingAction]] = relationship(
        primaryjoin="Meeting.id == foreign(MeetingAction.meeting_id)", viewonly=True, order_by="MeetingAction.id"
    )


class MeetingAction(OfOnboarding, Levelled, Model):
    """What a meeting led to: a task of its own, which both sides see; its level is the meeting's."""

    __tablename__ = "meeting_actions"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        same_tenant("meeting_id", "meetings"),
        same_tenant("task_id", "tasks"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(index=True)
    task_id: Mapped[int] = mapped_column(unique=True)

    task: Mapped[Task] = relationship(
        primaryjoin="foreign(MeetingAction.task_id) == Task.id", viewonly=True, lazy="joined", innerjoin=True
    )
