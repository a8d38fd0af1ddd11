"""Reading conversations and files; what the other side keeps to itself, the session leaves out."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from onboarding_phases.conversations.defaults import NUMBERS
from onboarding_phases.conversations.models import Comment, Document
from onboarding_phases.onboardings.models import Onboarding
from partners.queries import consultants_of
from portal.database import db
from portal.defaults.queries import numbers
from portal.files.models import StoredFile


def comments_of(onboarding_id: int) -> Select[Comment]:
    """The comments on an onboarding that the reader's side sees, the newest first."""
    mine = select(Comment).where(Comment.onboarding_id == onboarding_id)
    return mine.order_by(Comment.shown_at.desc(), Comment.id.desc())


def comments_with_files(onboarding_id: int) -> Select[Comment]:
    """The same with their files, in one more statement."""
    return comments_of(onboarding_id).options(selectinload(Comment.documents))


def newest_comments(onboarding_id: int, *, most: int) -> list[Comment]:
    """The newest of them with their files, in one statement."""
    found = comments_of(onboarding_id).options(joinedload(Comment.documents)).limit(most)
    return list(db.session.scalars(found).unique())


def documents_of(onboarding_id: int, *, position: int | None = None) -> Select[Document]:
    """The files of an onboarding, or of one of its phases, that the reader's side sees, the newest first."""
    mine = (
        select(Document)
        .join(StoredFile, StoredFile.id == Document.file_id)
        .where(Document.onboarding_id == onboarding_id)
        .order_by(StoredFile.kept_at.desc(), Document.id.desc())
        .options(contains_eager(Document.file))
    )
    return mine if position is None else mine.where(Document.position == position)


def newest_documents(onboarding_id: int, *, most: int, position: int | None = None) -> list[Document]:
    """The newest of them."""
    return list(db.session.scalars(documents_of(onboarding_id, position=position).limit(most)))


def onboarding_of(row: Comment | Document) -> Onboarding:
    """The onboarding that a comment or a file is about."""
    return db.session.scalars(select(Onboarding).where(Onboarding.id == row.onboarding_id)).one()


def names_of_firm(onboarding: Onboarding) -> list[str]:
    """The names of the firm's people, for the hint that requests go to the firm."""
    return [consultant.name for consultant in consultants_of(onboarding.partner_id)]


def withdraw_minutes() -> int:
    """For how long what was shared may be taken back."""
    return int(numbers(NUMBERS)["withdraw_minutes"])
