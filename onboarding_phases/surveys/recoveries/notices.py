"""Whom a low score is told, and how that reads: never with what the customer said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from onboarding_phases.surveys.events import RecoveryOpened
from onboarding_phases.surveys.queries import onboarding_of_survey, survey_by_code
from portal.events import Subscription
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role

OPENED = "surveys.recovery_opened"


def tell_owner(event: RecoveryOpened) -> None:
    """The owner of the onboarding, or the CS managers where it has none."""
    onboarding = onboarding_of_survey(survey_by_code(event.survey))
    owner = onboarding.owner_id
    audience = Audience(user_id=owner) if owner is not None else Audience(roles=(Role.CS_MANAGER,))
    notify(audience, OPENED, href=f"/surveys/recoveries/{event.recovery}", customer=onboarding.customer_name)


def _opened(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s gave a low score in a survey. Find out why.", customer=values["customer"]))


NOTICES = [NoticeKind(OPENED, _opened)]
SUBSCRIPTIONS = [Subscription(RecoveryOpened, tell_owner)]
