"""Comments and files of an onboarding, as its people make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from onboarding_phases.conversations.models import Comment, Document
from onboarding_phases.conversations.services import add_document, share_comment, share_document, write_comment
from onboarding_phases.onboardings.models import Onboarding
from portal.database import db
from portal.levels import Level
from portal.people import Principal
from tests.factories.files import PDF, upload
from tests.world import unit


@contextmanager
def at_work(onboarding: Onboarding, actor: Principal) -> Iterator[Onboarding]:
    """The onboarding in the actor's scope."""
    with unit(actor.scope) as session:
        yield session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()


def make_comment(
    onboarding: Onboarding,
    actor: Principal,
    *,
    text: str = "a word",
    level: Level | None = None,
    files: tuple[str, ...] = (),
) -> str:
    """A comment, shared where a level is told; its code."""
    with at_work(onboarding, actor) as found:
        sent = [upload(name=name) for name in files]
        comment = write_comment(found, text=text, uploads=sent, actor=actor)
        if level is not None:
            share_comment(comment, onboarding=found, level=level, actor=actor)
        return comment.code


def make_document(
    onboarding: Onboarding,
    actor: Principal,
    *,
    name: str = "report.pdf",
    level: Level | None = None,
    position: int | None = None,
    content: bytes = PDF,
) -> str:
    """A file of an onboarding, shared where a level is told; its code."""
    with at_work(onboarding, actor) as found:
        document = add_document(found, upload(content, name), position=position, actor=actor)
        if level is not None:
            share_document(document, onboarding=found, level=level, actor=actor)
        return document.code


def comment_of(code: str) -> Comment:
    """The comment of the open unit."""
    return db.session.scalars(select(Comment).where(Comment.code == code)).one()


def document_of(code: str) -> Document:
    """The file of the open unit."""
    return db.session.scalars(select(Document).where(Document.code == code)).one()
