"""Handoffs from onboarding to support."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.closing.support.enums import FIELDS, TO_SUPPORT, SupportState
from onboarding_phases.handoff.enums import FieldState
from onboarding_phases.handoff.rules import Answer, Completeness, completeness
from onboarding_phases.tasks.models import OfOnboarding
from portal.database import Model
from portal.tenancy import same_tenant


class SupportHandoff(OfOnboarding, Model):
    """What support is to know of a customer; support, owner and firm read all of it.

    `fields` holds the answers as a handoff keeps them, `missing` what support found missing, by field. `by_vendor`
    says which side submitted it last: it goes back to that side.
    """

    __tablename__ = "support_handoffs"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        UniqueConstraint("onboarding_id"),
        CheckConstraint("state = 'draft' OR due_on IS NOT NULL", name="due"),
        Index("ix_support_handoffs_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[SupportState]
    fields: Mapped[dict[str, Any]]
    missing: Mapped[dict[str, Any]]
    by_vendor: Mapped[bool]
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[str | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    returns: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def answers(self) -> dict[str, Answer]:
        """What is known, by field."""
        return {
            key: Answer(FieldState(kept["state"]), kept["value"], kept["reason"])
            for key, kept in self.fields.items()
            if key in FIELDS
        }

    @property
    def completeness(self) -> Completeness:
        """How complete it is as it stands."""
        return completeness(TO_SUPPORT, self.answers)
