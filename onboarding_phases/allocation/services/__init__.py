"""Runs: input frozen first, solved outside any transaction, then approved or put aside."""

from onboarding_phases.allocation.services.approving import approve_run
from onboarding_phases.allocation.services.runs import (
    SOLVE,
    begin_run,
    discard_run,
    request_run,
    run_again,
    stop_run,
    try_again,
)
from onboarding_phases.allocation.services.solving import fail_given_up, solve

__all__ = [
    "SOLVE",
    "approve_run",
    "begin_run",
    "discard_run",
    "fail_given_up",
    "request_run",
    "run_again",
    "solve",
    "stop_run",
    "try_again",
]
