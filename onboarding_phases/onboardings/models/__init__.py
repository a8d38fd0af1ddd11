"""Onboardings and all that hangs on them, one file for what may stand alone."""

from onboarding_phases.onboardings.models.exclusions import Exclusion
from onboarding_phases.onboardings.models.onboardings import (
    Hold,
    Onboarding,
    OnboardingChange,
    Phase,
    PhaseChange,
    Staffing,
)

__all__ = ["Exclusion", "Hold", "Onboarding", "OnboardingChange", "Phase", "PhaseChange", "Staffing"]
