"""The words of the handoff."""

from enum import StrEnum


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
