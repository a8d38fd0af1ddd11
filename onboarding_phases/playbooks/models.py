"""Playbooks: a change makes a new version, running onboardings keep theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.playbooks.values import PhaseText, PlaybookText, TaskText, read, rule_read
from portal.database import Model
from portal.i18n import LocalizedText
from portal.tenancy import VendorOwned


class Playbook(Model):
    """One version of a product's template. `activation_rule` is `[{"metric", "at_least"}, …]`, all to hold.

    `created_by` and `reason` say who published it and why; both are empty for what ships with the product.
    """

    __tablename__ = "playbooks"
    __table_args__ = (UniqueConstraint("product", "version"),)
    shared_because: ClassVar[str] = "a template of the programme that every firm works by"

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str]
    version: Mapped[int]
    # What the product is called, where the vendor added it.
    name: Mapped[dict[str, str] | None] = mapped_column(LocalizedText)
    x_days: Mapped[int]
    activation_rule: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="", server_default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="", server_default="")

    phases: Mapped[list[PlaybookPhase]] = relationship(
        order_by="PlaybookPhase.position", back_populates="playbook", lazy="selectin"
    )

    @property
    def text(self) -> PlaybookText:
        """All that it says, as a value; loads phases and tasks."""
        rule = rule_read(self.activation_rule)
        return PlaybookText(self.x_days, rule, tuple(phase.text for phase in self.phases), self.name or {})


class PlaybookPhase(Model):
    """One of the six phases of a playbook: its due day, its outcome, what shows it and when it is accepted.

    `due_days` holds the due days of segments that differ: `{"3": 25}` for customers of effort 3.
    """

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
    due_days: Mapped[dict[str, int]] = mapped_column(default=dict)
    name: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    outcome: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    evidence: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    acceptance: Mapped[dict[str, str]] = mapped_column(LocalizedText)

    playbook: Mapped[Playbook] = relationship(back_populates="phases")
    tasks: Mapped[list[PlaybookTask]] = relationship(order_by="PlaybookTask.position", back_populates="phase")

    def due_day_for(self, effort: int) -> int:
        """The due day of a customer's segment, counted from the start."""
        return self.due_days.get(str(effort), self.due_day)

    @property
    def text(self) -> PhaseText:
        return PhaseText(
            due_day=self.due_day,
            name=self.name,
            outcome=self.outcome,
            evidence=self.evidence,
            acceptance=self.acceptance,
            tasks=tuple(task.text for task in self.tasks),
            due_days={int(effort): day for effort, day in self.due_days.items()},
        )


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

    @property
    def text(self) -> TaskText:
        return TaskText(self.key, self.side, self.kind, self.title, tuple(self.depends_on), self.is_optional)


class PlaybookDraft(VendorOwned, Model):
    """The next version of a playbook while people write it: one for each product.

    That of a product which has no playbook yet is begun from a version of another one, its `base`.
    `content` is a `PlaybookText`; `touched` says of each part in which version of the draft it last changed and by
    whom: `{"2": {"version": 5, "by": "…"}}`.
    """

    __tablename__ = "playbook_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str] = mapped_column(unique=True)
    base_id: Mapped[int] = mapped_column(ForeignKey("playbooks.id"))
    content: Mapped[dict[str, Any]]
    touched: Mapped[dict[str, Any]] = mapped_column(default=dict)
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    base: Mapped[Playbook] = relationship()

    @property
    def text(self) -> PlaybookText:
        return read(self.content)

    @property
    def is_first(self) -> bool:
        """Whether its product has no playbook before this one is published."""
        return self.base.product != self.product

    @property
    def next_version(self) -> int:
        return 1 if self.is_first else self.base.version + 1
