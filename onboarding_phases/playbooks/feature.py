"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.playbooks import models
from onboarding_phases.playbooks.services import load_default_playbooks
from portal.feature import Feature

feature = Feature(name="onboarding_phases.playbooks", models=models, shipped=[load_default_playbooks])
