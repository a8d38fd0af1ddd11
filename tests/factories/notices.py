"""A room for tests that brings kinds of notices, defaults, needs and cards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask_babel import gettext

from portal.inbox.models import Notice
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from tests.world import unit


def tell(values: Any) -> str:
    return f"{gettext('Inbox')}: {values['what']}"


@contextmanager
def notice_kind(app: Flask, name: str = "tests.told") -> Iterator[str]:
    """Let the portal know a kind of notice for a while."""
    kinds = app.extensions["bansou_notices"]
    kinds[name] = NoticeKind(name, tell)
    try:
        yield name
    finally:
        del kinds[name]


def make_notice(user: Any, what: str, *, kind: str = "tests.told", href: str = "/account") -> None:
    with unit():
        notify(Audience(user_id=user.id), kind, href=href, what=what)


def notices() -> list[Notice]:
    with unit(write=False) as session:
        found = list(session.query(Notice).order_by(Notice.id))
        session.expunge_all()
    return found
