"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.together import views
from onboarding_phases.together.permissions import PERMISSIONS
from onboarding_phases.together.reports import PANELS
from portal.feature import Feature

feature = Feature(name="onboarding_phases.together", blueprints=[views.bp], permissions=PERMISSIONS, panels=PANELS)
