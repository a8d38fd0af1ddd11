"""The words of offers."""

from enum import StrEnum


class OfferState(StrEnum):
    """Where an offer stands; `ENDED` is an accepted one whose onboarding is over."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
