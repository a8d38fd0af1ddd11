"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.usage import models
from onboarding_phases.usage.permissions import PERMISSIONS
from onboarding_phases.usage.rules import DEFAULT
from portal.feature import Feature

feature = Feature(name="onboarding_phases.usage", models=models, permissions=PERMISSIONS, defaults=[DEFAULT])
