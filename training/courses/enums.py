"""The words of courses."""

from enum import StrEnum


class EnrolmentOutcome(StrEnum):
    """How an enrolment ended."""

    PASSED = "passed"
    FAILED = "failed"
