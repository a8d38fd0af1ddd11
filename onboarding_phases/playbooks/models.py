"""Playbooks: a change makes a new version, running onboardings keep theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.playbooks.enums import StepKind, TaskSide
from portal.database import Model
from portal.i18n import LocalizedText


class Playbook(Model):
    """One version of a product's template. `activation_rule` is `[{"metric", "at_least"}, …]`, all to hold."""

    __tablename__ = "playbooks"
    __table_args__ = (UniqueConstraint("product", "version"),)
    shared_because: ClassVar[str] = "a template of the programme that every firm works by"

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str]
    version: Mapped[int]
    x_days: Mapped[int]
    activation_rule: Mapped[list[Any]]
    created_at: Mapped[datetime]

    phases: Mapped[list[PlaybookPhase]] = relationship(
        order_by="PlaybookPhase.position", back_populates="playbook", lazy="selectin"
    )


class PlaybookPhase(Model):
    """One of the six phases of a playbook: its due day, its outcome and what shows it."""

    __tablename__ = "playbook_phases"
    __table_args__ = (
        UniqueConstraint("playbook_id", "position"),
        CheckConstraint("position BETWEEN 1 AND 6", name="position"),
        CheckConstraint("due_day >= 0", name="due_day"),
    )
    shared_because: ClassVar[str] = "part of a playbook"

    id: Mapped[int] = mapped_column(primary_key=True)
    playbook_id: Mapped[int] = mapped_column(ForeignKey("playbooks.id"))
    position: Mapped[int]
    due_day: Mapped[int]
    name: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    outcome: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    evidence: Mapped[dict[str, str]] = mapped_column(LocalizedText)

    playbook: Mapped[Playbook] = relationship(back_populates="phases")
    tasks: Mapped[list[PlaybookTask]] = relationship(order_by="PlaybookTask.position", back_populates="phase")


class PlaybookTask(Model):
    """A piece of work of a phase, from which each onboarding makes one of its own.

    `key` names it within its playbook and stays the same from version to version; `depends_on` are the keys of
    tasks that come before it. Optional ones may be left out by whoever has the right to.
    """

    __tablename__ = "playbook_tasks"
    __table_args__ = (UniqueConstraint("playbook_phase_id", "key"),)
    shared_because: ClassVar[str] = "part of a playbook"

    id: Mapped[int] = mapped_column(primary_key=True)
    playbook_phase_id: Mapped[int] = mapped_column(ForeignKey("playbook_phases.id"), index=True)
    position: Mapped[int]
    key: Mapped[str]
    title: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    side: Mapped[TaskSide]
    kind: Mapped[StepKind]
    is_optional: Mapped[bool] = mapped_column(default=False)
    depends_on: Mapped[list[Any]] = mapped_column(default=list)

    phase: Mapped[PlaybookPhase] = relationship(back_populates="tasks")
