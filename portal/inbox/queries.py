"""Reading notices: always one reader's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy import Select, func, select

from portal.database import db
from portal.inbox.models import Notice
from portal.inbox.values import NoticeKind
from portal.people import Principal


@dataclass(frozen=True)
class Line:
    """A notice as its reader sees it."""

    code: str
    text: str
    href: str
    created_at: datetime
    is_read: bool


def unread_count(reader: Principal) -> int:
    """How many notices a person has not read."""
    unread = notices_of(reader, only_unread=True).order_by(None)
    return db.session.scalar(unread.with_only_columns(func.count(Notice.id))) or 0


def notices_of(reader: Principal, *, only_unread: bool) -> Select[Notice]:
    """A person's notices, the newest first; kinds of a room that is not there are left out."""
    mine = select(Notice).where(Notice.user_id == reader.id, Notice.kind.in_(list(kinds())))
    if only_unread:
        mine = mine.where(Notice.read_at.is_(None))
    return mine.order_by(Notice.id.desc())


def line_of(notice: Notice) -> Line:
    """A notice in the reader's language."""
    text = kinds()[notice.kind].text(notice.values)
    return Line(notice.code, str(text), notice.href, notice.created_at, notice.read_at is not None)


def kinds() -> Mapping[str, NoticeKind]:
    """Every kind of notice that a room brings."""
    return cast(Mapping[str, NoticeKind], current_app.extensions["bansou_notices"])
