"""What people and nights do with risks. Each verb publishes what happened; none commits, but for the nightly job."""

from onboarding_phases.risks.services.looking import (
    LOOK_AT_ALL,
    LOOK_AT_ONE,
    look_at_all,
    look_at_one,
    look_soon,
    look_soon_at_all,
)
from onboarding_phases.risks.services.nights import WATCH, plan_watch, watch_over, watch_tonight
from onboarding_phases.risks.services.overriding import FREE, free_risk, free_when_over, set_risk
from onboarding_phases.risks.services.plays import finish_play
from onboarding_phases.risks.services.templates import change_template, load_plays

__all__ = [
    "FREE",
    "LOOK_AT_ALL",
    "LOOK_AT_ONE",
    "WATCH",
    "change_template",
    "finish_play",
    "free_risk",
    "free_when_over",
    "load_plays",
    "look_at_all",
    "look_at_one",
    "look_soon",
    "look_soon_at_all",
    "plan_watch",
    "set_risk",
    "watch_over",
    "watch_tonight",
]
