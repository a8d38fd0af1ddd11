"""The words of allocation."""

from enum import StrEnum


class RunState(StrEnum):
    """Where an allocation run stands."""

    SOLVING = "solving"
    DRAFT = "draft"
    FAILED = "failed"
    APPROVED = "approved"
    DISCARDED = "discarded"
