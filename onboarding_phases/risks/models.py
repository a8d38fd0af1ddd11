"""Plays against risks, what they are made of, and how long finished onboardings took."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.onboardings.enums import RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.risks.enums import PlayState
from portal.database import Model, public_code
from portal.i18n import LocalizedText
from portal.people import Principal
from portal.tenancy import TenantOwned, VendorOwned, same_tenant


class PlayTemplate(Model):
    """What is proposed when a risk of this cause appears; `metric` is what a silent struggle is read from."""

    __tablename__ = "play_templates"
    __table_args__ = (CheckConstraint("due_days BETWEEN 1 AND 30", name="due_days"),)
    shared_because: ClassVar[str] = "the vendor's words of what helps against a risk, which firms read in plays"

    id: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[RiskReason] = mapped_column(unique=True)
    title: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    text: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    side: Mapped[TaskSide]
    due_days: Mapped[int]
    metric: Mapped[str | None]
    is_active: Mapped[bool]
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[str | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class Play(TenantOwned, Model):
    """What was proposed for one onboarding against one cause, once; words and days as they were then."""

    __tablename__ = "plays"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        UniqueConstraint("onboarding_id", "cause"),
        Index("ix_plays_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    onboarding_id: Mapped[int]
    cause: Mapped[RiskReason]
    title: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    text: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    side: Mapped[TaskSide]
    opened_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[PlayState]
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        return Onboarding.seen_with(cls.onboarding_id, reader)


class Stays(VendorOwned, Model):
    """How long finished onboardings of a product and effort took from a phase to their end, in net days.

    `days` are those of every case, in their order; `tried` and `held` are how many of them could be predicted from
    what was finished before, and how many of these fell into the range.
    """

    __tablename__ = "stays"
    __table_args__ = (UniqueConstraint("product", "effort", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str]
    effort: Mapped[int]
    position: Mapped[int]
    days: Mapped[list[Any]]
    firms: Mapped[int]
    tried: Mapped[int]
    held: Mapped[int]
    measured_at: Mapped[datetime]
