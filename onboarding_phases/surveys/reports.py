"""The way from an onboarding to its surveys; it asks the database nothing, since that page asks enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.permissions import VIEW_SURVEYS
from portal.feature import Panel


def onboarding_panel(onboarding: Onboarding) -> Mapping[str, Any]:
    """A link to who of the customer was asked, and to what they said."""
    return {"onboarding": onboarding}


PANELS = [Panel("onboarding", "surveys/panel.html", VIEW_SURVEYS, onboarding_panel, order=45)]
