"""Telling people, and what they have read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from portal import clock
from portal.accounts.models import User
from portal.database import db
from portal.inbox.models import Notice
from portal.inbox.values import Audience
from portal.people import Principal
from portal.tenancy import widened


def notify(audience: Audience, kind: str, *, href: str, **values: Any) -> None:
    """Put a notice into the inbox of everybody in the audience, in this transaction.

    `kind` is the name of a `NoticeKind` that a room brings; `values` are what its text is made of.
    """
    with widened(db.session()):
        now = clock.now()
        for user_id in db.session.scalars(select(User.id).where(User.disabled_at.is_(None), _belongs(audience))):
            notice = Notice(user_id=user_id, kind=kind, values=values, href=href, created_at=now)
            db.session.add(notice)


def mark_read(*, reader: Principal, notice_id: int | None = None) -> None:
    """Mark one of the reader's notices as read, or all of them."""
    mine = update(Notice).where(Notice.user_id == reader.id, Notice.read_at.is_(None))
    if notice_id is not None:
        mine = mine.where(Notice.id == notice_id)
    db.session.execute(mine.values(read_at=clock.now()))


def _belongs(audience: Audience) -> ColumnElement[bool]:
    if audience.user_id is not None:
        return User.id == audience.user_id
    side = User.partner_id.is_(None) if audience.partner_id is None else User.partner_id == audience.partner_id
    chosen = side & User.role.in_(audience.roles) if audience.roles else side
    return or_(chosen, User.id.in_(audience.others)) if audience.others else chosen
