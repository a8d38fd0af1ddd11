"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.allocation.overrides import views
from onboarding_phases.allocation.overrides.permissions import PERMISSIONS
from onboarding_phases.allocation.overrides.reports import PANELS
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.allocation.overrides",
    blueprints=[views.bp],
    permissions=PERMISSIONS,
    panels=PANELS,
)
