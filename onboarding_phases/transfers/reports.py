"""What this room brings to the pages of an onboarding and of an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.permissions import VIEW_OFFERS
from onboarding_phases.onboardings.enums import ChangeKind, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.transfers.enums import PART_LABELS
from onboarding_phases.transfers.permissions import CHANGE_FIRM, READ_TAKEOVER
from onboarding_phases.transfers.queries import TAKEOVER, brief_rows, takeover_of
from portal.access import person
from portal.feature import Panel


def onboarding_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """What the next firm has to know, and to a CS manager the way to a change; out of the history alone."""
    takeover, may_change = takeover_of(onboarding), CHANGE_FIRM.allows(person())
    has_gone = any(change.kind is ChangeKind.FIRM_CHANGED for change in onboarding.changes)
    values = {
        "onboarding": onboarding,
        "rows": brief_rows(takeover or {}, PART_LABELS),
        "may_read": may_change and (takeover is not None or has_gone),
        "may_change": may_change and onboarding.state is OnboardingState.RUNNING,
    }
    return values if values["rows"] or values["may_read"] or values["may_change"] else None


def offer_panel(offer: Offer) -> Mapping[str, Any] | None:
    """What a firm that is asked to take a customer over has to know."""
    takeover = ((offer.brief.facts if offer.brief else None) or {}).get(TAKEOVER)
    return {"rows": brief_rows(takeover, PART_LABELS), "title": _("Taking over")} if takeover else None


PANELS = [
    Panel("onboarding", "transfers/panel.html", READ_TAKEOVER, onboarding_panel, order=45),
    Panel("offer", "transfers/offer.html", VIEW_OFFERS, offer_panel, order=1),
]
