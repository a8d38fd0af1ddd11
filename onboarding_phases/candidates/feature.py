"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.candidates.permissions import PERMISSIONS
from onboarding_phases.candidates.reports import NEEDS, PANELS
from onboarding_phases.candidates.views import bp
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.candidates",
    blueprints=[bp],
    permissions=PERMISSIONS,
    needs=NEEDS,
    panels=PANELS,
)
