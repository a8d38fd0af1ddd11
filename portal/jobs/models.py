"""Jobs as rows: the truth about work that is still to be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model
from portal.jobs.enums import JobState


class Job(Model):
    """A call to be made after the commit, at least once. `partner_id` is the scope it runs in, None the vendor's."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_run_at", "state", "run_at"),)
    shared_because: ClassVar[str] = "carried out by the worker, which enters the scope that the row names"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    args: Mapped[dict[str, Any]]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("tenants.id"))
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
