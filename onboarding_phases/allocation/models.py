"""Allocation runs; the vendor's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.allocation.enums import OverrideKind, RunState
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal.database import Model, public_code
from portal.tenancy import VendorOwned


def _in_force(kind: str) -> ColumnElement[bool]:
    return and_(literal_column("kind") == literal_column(f"'{kind}'"), literal_column("lifted_at").is_(None))


_PIN_IN_FORCE, _BAN_IN_FORCE = _in_force("pin"), _in_force("ban")


class AllocationRun(VendorOwned, Model):
    """One matching of waiting customers to firms: frozen input, numbers of the policy, result and proof.

    `progress` is written by the solver while it goes on and says at the end what bounds it proved. Whoever stops it
    stands in `stopped_by`; the plan is then the best of that moment.
    """

    __tablename__ = "allocation_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    month: Mapped[date]
    number: Mapped[int]
    state: Mapped[RunState]
    policy: Mapped[dict[str, Any]]
    policy_version: Mapped[int]
    frozen: Mapped[dict[str, Any]]
    input_hash: Mapped[str]
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("allocation_runs.id"))
    result: Mapped[dict[str, Any]]
    progress: Mapped[dict[str, Any]]
    progress_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class AllocationRuling(VendorOwned, Model):
    """A customer pinned to a firm, or a pair banned, with the reason; runs keep it until it is lifted."""

    __tablename__ = "allocation_rulings"
    __table_args__ = (
        CheckConstraint("kind IN ('pin', 'ban')", name="kind"),
        Index(
            "uq_allocation_rulings_pin",
            "customer_id",
            unique=True,
            sqlite_where=_PIN_IN_FORCE,
            postgresql_where=_PIN_IN_FORCE,
        ),
        Index(
            "uq_allocation_rulings_ban",
            "customer_id",
            "firm_id",
            unique=True,
            sqlite_where=_BAN_IN_FORCE,
            postgresql_where=_BAN_IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    kind: Mapped[OverrideKind]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    firm_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)
    firm: Mapped[Partner] = relationship(lazy="joined", innerjoin=True)


class AllocationOverride(VendorOwned, Model):
    """What a manager did against a draft, and what was foreseen of it, so that it can be set beside what came of it.

    `run_id` is the draft, `made_run_id` the run that it led to; `firm_id` is the firm pinned to, banned or moved to.
    `weight_lost` and `points_lost` are what that plan
    has less than the draft; they and the firm that a ban led to are known once it is computed. The outcomes are the
    component "results" of both firms, 0 to 1, as known on the day of the run.
    """

    __tablename__ = "allocation_overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_runs.id"), index=True)
    made_run_id: Mapped[int] = mapped_column(ForeignKey("allocation_runs.id"), unique=True)
    kind: Mapped[OverrideKind]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))
    proposed_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    chosen_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    proposed_outcome: Mapped[float | None]
    chosen_outcome: Mapped[float | None]
    weight_lost: Mapped[int | None]
    points_lost: Mapped[float | None]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
