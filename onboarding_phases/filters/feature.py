"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.filters import models, views
from onboarding_phases.filters.permissions import PERMISSIONS
from portal.feature import Feature

feature = Feature(name="onboarding_phases.filters", models=models, blueprints=[views.bp], permissions=PERMISSIONS)
