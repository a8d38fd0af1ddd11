"""Writing, sharing and taking back comments and files: at the own side's level first, wider in a second step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from onboarding_phases.conversations.events import (
    CommentShared,
    CommentWithdrawn,
    CommentWritten,
    DocumentAdded,
    DocumentRemoved,
    DocumentShared,
)
from onboarding_phases.conversations.models import Comment, Document
from onboarding_phases.conversations.permissions import ADD_FILE, WRITE_COMMENT
from onboarding_phases.conversations.queries import names_of_firm, withdraw_minutes
from onboarding_phases.conversations.rules import may_take_back, named_in
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, check_text, tell, write
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.files.services import drop_file, keep_file, open_file
from portal.levels import Level, is_wider, narrowest, words_for
from portal.people import Principal


def write_comment(
    onboarding: Onboarding,
    *,
    text: str,
    actor: Principal,
    position: int | None = None,
    uploads: Sequence[FileStorage] = (),
) -> Comment:
    """Write a comment, with files, that the own side alone reads until it is shared.

    Raises:
        RuleViolation: nothing is said, or a file is not taken.
    """
    check_permission(WRITE_COMMENT, actor)
    check_text(text, field="text")
    now = clock.now()
    comment = Comment(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        level=narrowest(is_vendor=actor.is_vendor),
        position=position,
        text=text.strip(),
        by_vendor=actor.is_vendor,
        author=actor.name,
        author_id=actor.id,
        written_at=now,
        shown_at=now,
    )
    db.session.add(comment)
    db.session.flush()
    for upload in uploads:
        _attach(onboarding, upload, actor, position=position, comment_id=comment.id, field="files")
    _tell_comment(CommentWritten, comment, onboarding, actor, files=len(uploads))
    return comment


def share_comment(comment: Comment, *, onboarding: Onboarding, level: Level, actor: Principal) -> None:
    """Let more people read a comment and its files: its author's second step.

    Raises:
        RuleViolation: it is somebody else's, or the level is not wider.
        Stale: it was taken back.
    """
    check_permission(WRITE_COMMENT, actor)
    _check_own(comment.author_id, actor)
    _check_there(comment)
    before = comment.level
    _check_wider(level, before, actor)
    names = named_in(comment.text, names_of_firm(onboarding)) if actor.is_vendor else []
    comment.level, comment.shown_at = level, clock.now()
    for document in comment.documents:
        document.level, document.shown_at = level, comment.shown_at
        open_file(document.file, level=level, actor=actor)
    write()
    _tell_comment(CommentShared, comment, onboarding, actor, before=before.value, names_people=bool(names))


def withdraw_comment(comment: Comment, *, onboarding: Onboarding, actor: Principal) -> None:
    """Take a comment back, its words and files with it; that there was one stays.

    Raises:
        RuleViolation: it is somebody else's, or others have read it for too long.
        Stale: it was taken back already.
    """
    check_permission(WRITE_COMMENT, actor)
    _check_own(comment.author_id, actor)
    _check_there(comment)
    _check_in_time(comment.level, comment)
    comment.withdrawn_at, comment.text = clock.now(), ""
    for document in comment.documents:
        _drop(document, actor)
    write()
    _tell_comment(CommentWithdrawn, comment, onboarding, actor)


def add_document(
    onboarding: Onboarding, upload: FileStorage, *, actor: Principal, position: int | None = None
) -> Document:
    """Add a file to an onboarding, or to one of its phases; the own side alone reads it until it is shared.

    Raises:
        RuleViolation: the file is not taken.
    """
    check_permission(ADD_FILE, actor)
    document = _attach(onboarding, upload, actor, position=position)
    _tell_document(DocumentAdded, document, onboarding, actor, position=position)
    return document


def share_document(document: Document, *, onboarding: Onboarding, level: Level, actor: Principal) -> None:
    """Let more people read a file: a second step of whoever added it.

    Raises:
        RuleViolation: somebody else added it, it belongs to a comment, or the level is not wider.
    """
    check_permission(ADD_FILE, actor)
    _check_own(document.file.kept_by_id, actor)
    _check_alone(document)
    before = document.level
    _check_wider(level, before, actor)
    document.level, document.shown_at = level, clock.now()
    open_file(document.file, level=level, actor=actor)
    _tell_document(DocumentShared, document, onboarding, actor, before=before.value)


def remove_document(document: Document, *, onboarding: Onboarding, actor: Principal) -> None:
    """Take a file back: what was shared within some minutes, what was not at any time.

    Raises:
        RuleViolation: somebody else added it, it belongs to a comment, or others have had it for too long.
    """
    check_permission(ADD_FILE, actor)
    _check_own(document.file.kept_by_id, actor)
    _check_alone(document)
    _check_in_time(document.level, document)
    _tell_document(DocumentRemoved, document, onboarding, actor)
    _drop(document, actor)


def _attach(
    onboarding: Onboarding,
    upload: FileStorage,
    actor: Principal,
    *,
    position: int | None,
    comment_id: int | None = None,
    field: str = "file",
) -> Document:
    level = narrowest(is_vendor=actor.is_vendor)
    file = keep_file(
        upload,
        partner_id=onboarding.partner_id,
        case_id=onboarding.id,
        level=level,
        actor=actor,
        field=field,
    )
    document = Document(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        level=level,
        position=position,
        file_id=file.id,
        comment_id=comment_id,
        shown_at=file.kept_at,
    )
    db.session.add(document)
    db.session.flush()
    return document


def _drop(document: Document, actor: Principal) -> None:
    file = document.file
    db.session.delete(document)
    db.session.flush()
    drop_file(file, actor=actor)


def _check_own(author_id: int | None, actor: Principal) -> None:
    if author_id != actor.id:
        raise RuleViolation(_l("Only whoever wrote or added it can share it or take it back."))


def _check_there(comment: Comment) -> None:
    if comment.withdrawn_at is not None:
        raise Stale(_l("This comment was taken back already."))


def _check_alone(document: Document) -> None:
    if document.comment_id is not None:
        raise RuleViolation(_l("This file belongs to a comment: share the comment, or take that back."))


def _check_wider(level: Level, before: Level, actor: Principal) -> None:
    if level not in words_for(is_vendor=actor.is_vendor) or not is_wider(level, before):
        raise RuleViolation(_l("It is read by these people already. Choose more readers, or leave it as it is."))


def _check_in_time(level: Level, row: Comment | Document) -> None:
    minutes = withdraw_minutes()
    if not may_take_back(level, shown_at=row.shown_at, now=clock.now(), minutes=minutes):
        told = _l(
            "It was shared more than %(minutes)s minutes ago. Write what has changed instead.", minutes=minutes
        )
        raise RuleViolation(told)


def _tell_comment(
    kind: type[CommentWritten | CommentShared | CommentWithdrawn],
    comment: Comment,
    onboarding: Onboarding,
    actor: Principal,
    **values: Any,
) -> None:
    tell(kind, onboarding, actor, comment_id=comment.id, level=comment.level.value, **values)


def _tell_document(
    kind: type[DocumentAdded | DocumentShared | DocumentRemoved],
    document: Document,
    onboarding: Onboarding,
    actor: Principal,
    **values: Any,
) -> None:
    tell(kind, onboarding, actor, document_id=document.id, level=document.level.value, **values)
