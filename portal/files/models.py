"""What is known of a file: whose it is, who may read it, its name as text, and the key under which its bytes lie."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model
from portal.files.kinds import FileKind
from portal.tenancy import Levelled, OpenToGuests, TenantOwned, tenant_key


class StoredFile(OpenToGuests, TenantOwned, Levelled, Model):
    """A file in a firm's world; rooms hang it on what it is about, and say under which address it is found."""

    __tablename__ = "stored_files"
    case_column: ClassVar[str] = "case_id"
    __table_args__ = (tenant_key(), CheckConstraint("size > 0", name="size"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[FileKind]
    size: Mapped[int]
    sha256: Mapped[str]
    by_vendor: Mapped[bool]
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[int | None]  # of the case whose guests may read it, once it is shared with the customer


class FileUsage(TenantOwned, Levelled, Model):
    """How many bytes a side keeps in a firm's world; its level is the side's own, so that each counts its own."""

    __tablename__ = "file_usages"
    __table_args__ = (UniqueConstraint("partner_id", "level"), CheckConstraint("used >= 0", name="used"))

    id: Mapped[int] = mapped_column(primary_key=True)
    used: Mapped[int] = mapped_column(BigInteger, default=0)
