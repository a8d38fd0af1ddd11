"""The words of the handoff."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class HandoffKind(StrEnum):
    """From whom to whom a customer is handed over."""

    SALES_TO_CS = "sales_to_cs"


class HandoffState(StrEnum):
    """Who holds the ball."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class FieldState(StrEnum):
    """How far a field is answered."""

    FILLED = "filled"
    NOT_APPLICABLE = "not_applicable"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class FieldLevel(StrEnum):
    """How much a field is wanted; optional ones never lower the completeness."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class FieldKind(StrEnum):
    """What a field's answer is."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    CHOICE = "choice"
    NUMBER = "number"


STATE_LABELS: Mapping[HandoffState, LazyString] = {
    HandoffState.DRAFT: _l("Draft"),
    HandoffState.SUBMITTED: _l("Waiting for acceptance"),
    HandoffState.RETURNED: _l("Returned"),
    HandoffState.ACCEPTED: _l("Accepted by CS"),
}
LEVEL_LABELS: Mapping[FieldLevel, LazyString] = {
    FieldLevel.REQUIRED: _l("required"),
    FieldLevel.RECOMMENDED: _l("recommended"),
    FieldLevel.OPTIONAL: _l("optional"),
}
