"""The words of allocation."""

from enum import StrEnum


class OverrideKind(StrEnum):
    """What a manager does against the solver; pins and bans stay in force until they are lifted."""

    PIN = "pin"
    BAN = "ban"
    MOVE = "move"


class RunState(StrEnum):
    """Where an allocation run stands."""

    SOLVING = "solving"
    DRAFT = "draft"
    FAILED = "failed"
    APPROVED = "approved"
    DISCARDED = "discarded"
