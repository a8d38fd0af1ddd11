"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.moves import views
from onboarding_phases.moves.reports import PANELS
from portal.feature import Feature

feature = Feature(name="onboarding_phases.moves", blueprints=[views.bp], panels=PANELS)
