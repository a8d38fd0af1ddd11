"""The words of an onboarding."""

from enum import StrEnum


class OnboardingState(StrEnum):
    """Whether an onboarding runs, and how it ended."""

    RUNNING = "running"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class PhaseState(StrEnum):
    """Where a phase stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    COMPLETED = "completed"
    SKIPPED = "skipped"


class HoldCause(StrEnum):
    """Who made the clock stand still. A partner's own hold does not help it."""

    CUSTOMER = "customer"
    VENDOR = "vendor"
    PARTNER = "partner"


class ExcludedReason(StrEnum):
    """The fixed reasons for which an onboarding counts in no rate."""

    TEST = "test"
    DUPLICATE = "duplicate"
    CANCELLED_BEFORE_START = "cancelled_before_start"
    MOVED = "moved"
