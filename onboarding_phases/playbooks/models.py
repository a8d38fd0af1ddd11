"""Playbooks: a change makes a new version, running onboardings keep theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
