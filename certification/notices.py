"""Who is told what about certification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from certification.events import EvaluationDecided
from partners.models import Partner
from portal.database import db
from portal.events import Subscription
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role

DECIDED = "certification.decided"


def tell_firm(event: EvaluationDecided) -> None:
    """The firm's contact learns the tier that was decided, and why."""
    code = db.session.scalars(select(Partner.code).where(Partner.id == event.partner_id)).one()
    notify(
        Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,)),
        DECIDED,
        href=url_for("certification.show", partner=code),
        before=event.previous,
        after=event.tier,
    )


def decided_text(values: Mapping[str, Any]) -> str:
    before, after = values["before"], values["after"]
    told = {"before": before, "after": after}
    if after > before:
        return str(_("Your firm's certification rises from tier %(before)s to %(after)s.", **told))
    if after < before:
        return str(_("Your firm's certification falls from tier %(before)s to %(after)s.", **told))
    return str(_("Your firm's certification was evaluated; it stays at tier %(after)s.", **told))


KINDS = [NoticeKind(DECIDED, decided_text)]
SUBSCRIPTIONS = [Subscription(EvaluationDecided, tell_firm)]
