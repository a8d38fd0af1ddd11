"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.playbooks import models
from portal.feature import Feature

feature = Feature(name="onboarding_phases.playbooks", models=models)
