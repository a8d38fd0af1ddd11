"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.allocation import models
from onboarding_phases.allocation.cli import match
from portal.feature import Feature

feature = Feature(name="onboarding_phases.allocation", models=models, commands=[match])
