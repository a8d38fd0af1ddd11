"""The words of a change of firm."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Cause(StrEnum):
    """Whose cause a change of firm is: the firm's counts as its own, the others are left out of the rates."""

    FIRM = "firm"
    CUSTOMER = "customer"
    VENDOR = "vendor"


class Part(StrEnum):
    """What the next firm is told."""

    SET_UP = "set_up"
    OPEN = "open"
    AGREED = "agreed"
    NOT_TO_ASK = "not_to_ask"


CAUSE_LABELS: dict[Cause, LazyString] = {
    Cause.FIRM: _l("The firm's cause: it counts as the firm's withdrawal"),
    Cause.CUSTOMER: _l("The customer's cause: left out of the rates"),
    Cause.VENDOR: _l("The vendor's cause: left out of the rates"),
}
PART_LABELS: dict[Part, LazyString] = {
    Part.SET_UP: _l("What is set up"),
    Part.OPEN: _l("What is still to be done"),
    Part.AGREED: _l("What was agreed with the customer"),
    Part.NOT_TO_ASK: _l("What need not be asked again"),
}
