"""The trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model


class AuditEntry(Model):
    """One event, as it was published: who, when, what, with which values."""

    __tablename__ = "audit_entries"
    shared_because: ClassVar[str] = "written in every scope by the ground floor; read by admin and auditor alone"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    event: Mapped[str] = mapped_column(index=True)
    values: Mapped[dict[str, Any]]
