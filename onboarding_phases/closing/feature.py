"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.closing import models, views
from onboarding_phases.closing.permissions import PERMISSIONS
from onboarding_phases.closing.reports import NEEDS, PANELS
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.closing",
    models=models,
    blueprints=[views.bp],
    permissions=PERMISSIONS,
    panels=PANELS,
    needs=NEEDS,
)
