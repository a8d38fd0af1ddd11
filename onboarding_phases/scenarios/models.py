"""Scenarios of the what-if board; the vendor's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.scenarios.enums import WhatIfState
from portal.database import Model, public_code
from portal.tenancy import VendorOwned


class WhatIf(VendorOwned, Model):
    """A run's frozen input with something changed, under a name; `changes` is what `values.Changes` holds."""

    __tablename__ = "what_ifs"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    name: Mapped[str]
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_runs.id"), index=True)
    changes: Mapped[dict[str, Any]]
    state: Mapped[WhatIfState]
    result: Mapped[dict[str, Any]]
    failure: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    solved_at: Mapped[datetime | None]

    run: Mapped[AllocationRun] = relationship()
