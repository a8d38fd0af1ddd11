"""Allocation runs; the vendor's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.allocation.enums import RunState
from portal.database import Model, public_code
from portal.tenancy import VendorOwned


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
