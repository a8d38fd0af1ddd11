"""Files that were checked and wait to be imported."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, public_code


class ImportDraft(Model):
    """A file without faults, kept as it was checked, so that exactly this is imported. It expires."""

    __tablename__ = "import_drafts"
    shared_because: ClassVar[str] = "belongs to one person; every query names the reader"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    created: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    warnings: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
