"""Policies in their versions, and the evaluations made by them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certification.enums import EvaluationState
from portal.database import Model
from portal.people import Principal
from portal.tenancy import TenantOwned


class CertificationPolicy(Model):
    """A version of the certification policy, in the format of policy files, in force from a day on."""

    __tablename__ = "certification_policies"
    shared_because: ClassVar[str] = "the rules by which every firm is certified are open to every firm"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    source: Mapped[str]
    effective_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Evaluation(TenantOwned, Model):
    """One certification run of one firm over a period, on frozen data."""

    __tablename__ = "evaluations"
    __table_args__ = (UniqueConstraint("partner_id", "period_end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("certification_policies.id"))
    period_end: Mapped[date] = mapped_column(index=True)
    # {metric: {"value" as text, "numerator", "denominator", "cases"}}: see certification.metrics.values.Measure
    metrics: Mapped[dict[str, Any]]
    points: Mapped[dict[str, Any]]  # {axis, track or metric: points as text with two decimals, or None}
    previous_tier: Mapped[int]
    proposed_tier: Mapped[int]
    below_count: Mapped[int]
    held_by: Mapped[str | None]
    state: Mapped[EvaluationState]
    decided_tier: Mapped[int | None]
    decided_reason: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    policy: Mapped[CertificationPolicy] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """A firm reads an evaluation once it is decided; until then it is the vendor's proposal."""
        return true() if reader.is_vendor else cls.state == EvaluationState.DECIDED
