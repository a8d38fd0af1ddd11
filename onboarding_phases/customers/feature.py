"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.customers import models
from portal.feature import Feature

feature = Feature(name="onboarding_phases.customers", models=models)
