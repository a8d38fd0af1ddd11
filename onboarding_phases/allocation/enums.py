"""The words of allocation."""

from enum import StrEnum


class RunState(StrEnum):
    """Where an allocation run stands."""

    SOLVING = "solving"
    DRAFT = "draft"
    FAILED = "failed"
    APPROVED = "approved"
    DISCARDED = "discarded"


class OfferState(StrEnum):
    """Where an offer stands; `ENDED` is an accepted one whose onboarding is over."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
