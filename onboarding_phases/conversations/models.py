"""Comments on an onboarding, and the files that were added to it or came with a comment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.tasks.models import OfOnboarding
from portal.database import Model, public_code
from portal.files.models import StoredFile
from portal.tenancy import Levelled, OpenToGuests, same_tenant, tenant_key


class Comment(OpenToGuests, OfOnboarding, Levelled, Model):
    """What somebody said, kept as it was said; `shown_at` is when its present readers got to see it."""

    __tablename__ = "comments"
    __table_args__ = (
        tenant_key(),
        same_tenant("onboarding_id", "onboardings"),
        CheckConstraint("position BETWEEN 1 AND 6", name="position"),
        Index("ix_comments_onboarding_id_shown_at", "onboarding_id", "shown_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    position: Mapped[int | None]
    text: Mapped[str]
    by_vendor: Mapped[bool]
    author: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    shown_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    documents: Mapped[list[Document]] = relationship(
        primaryjoin="Comment.id == foreign(Document.comment_id)", viewonly=True, order_by="Document.id"
    )


class Document(OpenToGuests, OfOnboarding, Levelled, Model):
    """A file of an onboarding, perhaps of a phase, perhaps with a comment; its level is that of its file."""

    __tablename__ = "documents"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        same_tenant("file_id", "stored_files"),
        same_tenant("comment_id", "comments"),
        CheckConstraint("position BETWEEN 1 AND 6", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    position: Mapped[int | None]
    file_id: Mapped[int] = mapped_column(unique=True)
    comment_id: Mapped[int | None] = mapped_column(index=True)
    shown_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(
        primaryjoin="foreign(Document.file_id) == StoredFile.id", viewonly=True, lazy="joined", innerjoin=True
    )
