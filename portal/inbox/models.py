"""Notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, public_code
from portal.people import Principal


class Notice(Model):
    """Something that one person should know: its kind and values, turned into words when it is read."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_user_id_read_at", "user_id", "read_at"),)
    shared_because: ClassVar[str] = "belongs to one person; every query names the reader"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]
    values: Mapped[dict[str, Any]]
    href: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Everybody sees the own notices and nobody else's."""
        return false() if reader.id is None else cls.user_id == reader.id
