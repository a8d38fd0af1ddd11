"""Telling administrators what the portal gave up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.database import db
from portal.events import Subscription
from portal.inbox.models import Notice
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.jobs.events import JobGivenUp
from portal.jobs.services import jobs_by_kind
from portal.people import Role

GIVEN_UP = "upkeep.given_up"


def tell_administrators(event: JobGivenUp) -> None:
    """Once for each kind, until it was read: where a server is down, all that needs it fails."""
    unread = select(Notice.values).where(Notice.kind == GIVEN_UP, Notice.read_at.is_(None))
    if any(values["job"] == event.kind for values in db.session.scalars(unread)):
        return
    notify(Audience(roles=(Role.ADMIN,)), GIVEN_UP, href="/upkeep", job=event.kind, attempts=event.attempts)


def _words(values: Mapping[str, Any]) -> str:
    found = jobs_by_kind().get(values["job"])
    what = str(found.title) if found else str(values["job"])
    return str(_("The portal gave up after %(num)s attempts: %(what)s", num=values["attempts"], what=what))


NOTICES = [NoticeKind(GIVEN_UP, _words)]
SUBSCRIPTIONS = [Subscription(JobGivenUp, tell_administrators)]
