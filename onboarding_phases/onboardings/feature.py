"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.onboardings import models
from onboarding_phases.onboardings.permissions import PERMISSIONS
from onboarding_phases.onboardings.rules import DEFAULT
from portal.feature import Feature

feature = Feature(name="onboarding_phases.onboardings", models=models, permissions=PERMISSIONS, defaults=[DEFAULT])
