"""The words of the what-if board."""

from enum import StrEnum


class WhatIfState(StrEnum):
    """Where a scenario stands."""

    SOLVING = "solving"
    SOLVED = "solved"
    FAILED = "failed"
