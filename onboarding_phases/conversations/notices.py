"""Whom a comment calls, and how that reads: never with the comment's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.conversations.events import CommentEvent, CommentShared, CommentWritten
from onboarding_phases.conversations.models import Comment
from onboarding_phases.conversations.queries import onboarding_of
from onboarding_phases.conversations.rules import Mention, mentions_in, reached
from onboarding_phases.onboardings.models import Onboarding, Staffing
from partners.models import Consultant
from portal.database import db
from portal.events import Subscription
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.levels import Level
from portal.people import Role

CALLED = "conversations.called"


def tell_called(event: CommentWritten | CommentShared) -> None:
    """Tell those whom a comment calls and who did not read it before; nobody is told of the own words."""
    comment = _comment(event)
    called = mentions_in(comment.text)
    if not called:
        return
    now = reached(called, Level(event.level), by_vendor=comment.by_vendor)
    if isinstance(event, CommentShared):
        now -= reached(called, Level(event.before), by_vendor=comment.by_vendor)
    onboarding = onboarding_of(comment)
    for audience in _audiences(now, onboarding, but=event.actor_id):
        href = f"/onboardings/{onboarding.code}/conversation#c-{comment.code}"
        notify(audience, CALLED, href=href, customer=onboarding.customer_name, who=comment.author)


def _comment(event: CommentEvent) -> Comment:
    return db.session.scalars(select(Comment).where(Comment.id == event.comment_id)).one()


def _audiences(called: set[Mention], onboarding: Onboarding, *, but: int | None) -> Iterator[Audience]:
    """The contact of the firm, the people whom the firm put on it, the owner, the CS managers."""
    if Mention.FIRM in called:
        yield Audience(partner_id=onboarding.partner_id, roles=(Role.PARTNER_MANAGER,))
    if Mention.TEAM in called:
        yield from (Audience(user_id=user_id) for user_id in _team(onboarding) if user_id != but)
    if Mention.OWNER in called and onboarding.owner_id is not None and onboarding.owner_id != but:
        yield Audience(user_id=onboarding.owner_id)
    if Mention.CS in called or (Mention.OWNER in called and onboarding.owner_id is None):
        yield Audience(roles=(Role.CS_MANAGER,))


def _team(onboarding: Onboarding) -> Iterator[int]:
    named = (
        select(Consultant.user_id)
        .join(Staffing, Staffing.consultant_id == Consultant.id)
        .where(Staffing.onboarding_id == onboarding.id, Staffing.until_on.is_(None))
    )
    yield from (user_id for user_id in db.session.scalars(named) if user_id is not None)


def _called(values: Mapping[str, Any]) -> str:
    told = {"customer": values["customer"], "who": values["who"]}
    return str(_("%(customer)s: %(who)s calls you in a comment.", **told))


NOTICES = [NoticeKind(CALLED, _called)]
SUBSCRIPTIONS = [Subscription(CommentWritten, tell_called), Subscription(CommentShared, tell_called)]
