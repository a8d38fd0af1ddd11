"""What people do with offers: sent, answered, lapsed, ended. The database keeps all from being promised twice."""

from onboarding_phases.offers.services.answering import accept_offer, decline_offer, withdraw_offer
from onboarding_phases.offers.services.countering import (
    TELL_AGAIN,
    agree_to_counter,
    counter_offer,
    decline_counter,
    tell_of_unanswered,
)
from onboarding_phases.offers.services.ending import end_assignment, return_assignment
from onboarding_phases.offers.services.sending import send_offer
from onboarding_phases.offers.services.waiting import LAPSE, REMIND, lapse_offer, remind_of_offer

__all__ = [
    "LAPSE",
    "REMIND",
    "TELL_AGAIN",
    "accept_offer",
    "agree_to_counter",
    "counter_offer",
    "decline_counter",
    "decline_offer",
    "end_assignment",
    "lapse_offer",
    "remind_of_offer",
    "return_assignment",
    "send_offer",
    "tell_of_unanswered",
    "withdraw_offer",
]
