"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.meetings import models, views
from onboarding_phases.meetings.permissions import PERMISSIONS
from onboarding_phases.meetings.reports import PANELS
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.meetings",
    models=models,
    blueprints=[views.bp],
    permissions=PERMISSIONS,
    panels=PANELS,
)
