"""What comes next for somebody in a course, and how a pass stands."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """What somebody has to do next in a course."""

    NOT_ENROLLED = "not_enrolled"
    READ = "read"
    START = "start"
    ANSWER = "answer"
    COLLECT = "collect"
    WAIT = "wait"
    PASSED = "passed"
    FAILED = "failed"


def step_of(
    *, outcome: str | None, is_enrolled: bool, unread: int, is_running: bool, is_overdue: bool, may_start: bool
) -> Step:
    """What comes next: what ended an enrolment stands first, then a running attempt, then what is unread."""
    if not is_enrolled:
        return Step.NOT_ENROLLED
    if outcome is not None:
        return Step(outcome)
    if is_running:
        return Step.COLLECT if is_overdue else Step.ANSWER
    if unread:
        return Step.READ
    return Step.START if may_start else Step.WAIT
