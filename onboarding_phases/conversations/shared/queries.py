"""Reading what was shared with a customer; a guest's session holds nothing else."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.conversations.models import Comment, Document
from onboarding_phases.conversations.queries import comments_of, documents_of
from portal.database import db

MOST_COMMENTS = 20
MOST_FILES = 50


def messages(onboarding_id: int) -> list[Comment]:
    """The newest messages to the customer."""
    there = comments_of(onboarding_id).where(Comment.withdrawn_at.is_(None))
    return list(db.session.scalars(there.limit(MOST_COMMENTS)))


def files(onboarding_id: int) -> list[Document]:
    """The newest files for the customer, those of messages among them."""
    return list(db.session.scalars(documents_of(onboarding_id).limit(MOST_FILES)))


def file_by_code(code: str) -> Document | None:
    """The file with this code, if it was shared with the guest's customer."""
    return db.session.scalars(select(Document).where(Document.code == code)).one_or_none()
