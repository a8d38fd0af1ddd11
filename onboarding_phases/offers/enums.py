"""The words of offers."""

from enum import StrEnum


class OfferState(StrEnum):
    """Where an offer stands; `ENDED` is an accepted one whose onboarding is over.

    `RETURNED_LATE` is an accepted one that the firm gave back before the onboarding began.
    `COUNTERED` lies with the vendor, which answers the other terms that the firm proposed.
    """

    OPEN = "open"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    RETURNED_LATE = "returned_late"


# Slots are reserved while an offer waits for either side; bound, nobody else is asked about the customer.
WAITING = (OfferState.OPEN, OfferState.COUNTERED)
BOUND = (*WAITING, OfferState.ACCEPTED)
# The firm did not want the customer: it is not asked again.
TURNED_DOWN = (OfferState.DECLINED, OfferState.LAPSED, OfferState.RETURNED_LATE)
# It came to nothing, so that somebody else is to be asked.
REFUSED = (*TURNED_DOWN, OfferState.WITHDRAWN)
# The firm took the customer on, and its slots with it.
TAKEN = (OfferState.ACCEPTED, OfferState.ENDED)
