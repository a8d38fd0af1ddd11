"""What people do with onboardings. Each verb writes its own history and publishes what happened; none commits."""

from onboarding_phases.onboardings.services.activation import record_activation
from onboarding_phases.onboardings.services.beginning import begin_onboarding, name_consultants
from onboarding_phases.onboardings.services.ending import withdraw
from onboarding_phases.onboardings.services.holds import end_hold, place_hold
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from onboarding_phases.onboardings.services.phases import (
    complete_phase,
    return_phase,
    skip_phase,
    start_phase,
    submit_phase,
)

__all__ = [
    "begin_onboarding",
    "complete_phase",
    "end_hold",
    "name_consultants",
    "place_hold",
    "record_activation",
    "refresh_outlook",
    "return_phase",
    "skip_phase",
    "start_phase",
    "submit_phase",
    "withdraw",
]
