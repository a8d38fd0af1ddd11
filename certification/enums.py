"""The words of certification."""

from enum import StrEnum


class EvaluationState(StrEnum):
    """Where an evaluation stands."""

    PROPOSED = "proposed"
    DECIDED = "decided"
