"""Versions of settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model


class DefaultVersion(Model):
    """What the numbers of one setting are from a day on; older versions stay."""

    __tablename__ = "default_versions"
    __table_args__ = (UniqueConstraint("key", "version"),)
    shared_because: ClassVar[str] = "the product's numbers are the same for every firm"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    values: Mapped[dict[str, Any]]
    effective_on: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
