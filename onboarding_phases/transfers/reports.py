"""What this room brings to the pages of an onboarding and of an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.permissions import VIEW_OFFERS
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.transfers.enums import CAUSE_LABELS, PART_LABELS
from onboarding_phases.transfers.permissions import CHANGE_FIRM, READ_TAKEOVER
from onboarding_phases.transfers.queries import TAKEOVER, brief_rows, takeover_of, transfer_of
from portal.access import person
from portal.database import db
from portal.feature import Panel


def onboarding_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """To the next firm what it has to know; to the vendor the change, and to a manager the way to one."""
    if not person().is_vendor:
        takeover = takeover_of(onboarding)
        return {"rows": brief_rows(takeover, PART_LABELS), "vendor": False} if takeover else None
    transfer = transfer_of(onboarding.id)
    may_change = onboarding.state is OnboardingState.RUNNING and CHANGE_FIRM.allows(person())
    if transfer is None:
        return {"vendor": True, "transfer": None, "onboarding": onboarding} if may_change else None
    other_id = transfer.next_onboarding_id if transfer.onboarding_id == onboarding.id else transfer.onboarding_id
    other = db.session.scalars(select(Onboarding).where(Onboarding.id == other_id)).one_or_none()
    return {
        "vendor": True,
        "transfer": transfer,
        "onboarding": onboarding,
        "came_from": transfer.next_onboarding_id == onboarding.id,
        "other": other,
        "cause": CAUSE_LABELS[transfer.cause],
        "rows": brief_rows(transfer.brief, PART_LABELS),
        "may_change": may_change,
    }


def offer_panel(offer: Offer) -> Mapping[str, Any] | None:
    """What a firm that is asked to take a customer over has to know."""
    takeover = ((offer.brief.facts if offer.brief else None) or {}).get(TAKEOVER)
    return {"rows": brief_rows(takeover, PART_LABELS), "title": _("Taking over")} if takeover else None


PANELS = [
    Panel("onboarding", "transfers/panel.html", READ_TAKEOVER, onboarding_panel, order=45),
    Panel("offer", "transfers/offer.html", VIEW_OFFERS, offer_panel, order=1),
]
