"""What people do with onboardings. Each verb writes its own history and publishes what happened; none commits."""

from onboarding_phases.onboardings.services.activation import record_activation
from onboarding_phases.onboardings.services.beginning import begin_onboarding, name_consultants
from onboarding_phases.onboardings.services.ending import withdraw
from onboarding_phases.onboardings.services.exclusions import ask_exclusion, ask_lifting, decide_exclusion
from onboarding_phases.onboardings.services.holds import REMIND, decide_hold, end_hold, place_hold
from onboarding_phases.onboardings.services.moving import move_to_version
from onboarding_phases.onboardings.services.outlook import REFRESH, plan_refresh, refresh_outlook, refresh_outlooks
from onboarding_phases.onboardings.services.owning import change_owner
from onboarding_phases.onboardings.services.phases import (
    complete_phase,
    return_phase,
    skip_phase,
    start_phase,
    submit_phase,
)
from onboarding_phases.onboardings.services.recording import Past, correct_past, record_past

__all__ = [
    "REFRESH",
    "REMIND",
    "Past",
    "ask_exclusion",
    "ask_lifting",
    "begin_onboarding",
    "change_owner",
    "complete_phase",
    "correct_past",
    "decide_exclusion",
    "decide_hold",
    "end_hold",
    "move_to_version",
    "name_consultants",
    "place_hold",
    "plan_refresh",
    "record_activation",
    "record_past",
    "refresh_outlook",
    "refresh_outlooks",
    "return_phase",
    "skip_phase",
    "start_phase",
    "submit_phase",
    "withdraw",
]
