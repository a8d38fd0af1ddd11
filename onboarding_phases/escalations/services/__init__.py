"""Changing escalations: raising, working on them, taking over the case, the clock, and the routing table."""

from onboarding_phases.escalations.services.clocks import LOOK_AT_CLOCK, look_at_clock, turn_to_tell
from onboarding_phases.escalations.services.raising import raise_escalation
from onboarding_phases.escalations.services.routing import change_route
from onboarding_phases.escalations.services.taking import count_phase, take_over
from onboarding_phases.escalations.services.working import (
    answer,
    hand_back,
    reopen,
    resolve,
    review,
    send_again,
    share,
    transfer,
    write_message,
)

__all__ = [
    "LOOK_AT_CLOCK",
    "answer",
    "change_route",
    "count_phase",
    "hand_back",
    "look_at_clock",
    "raise_escalation",
    "reopen",
    "resolve",
    "review",
    "send_again",
    "share",
    "take_over",
    "transfer",
    "turn_to_tell",
    "write_message",
]
