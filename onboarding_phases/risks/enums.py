"""The words of risks and plays."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import RiskLevel, RiskReason


class PlayState(StrEnum):
    """Where a play stands; `gone`: it closed by itself, since its cause was over."""

    OPEN = "open"
    DONE = "done"
    GONE = "gone"


CAUSES = tuple(reason for reason in RiskReason if reason is not RiskReason.ON_PLAN)
SILENT = (RiskReason.QUIET, RiskReason.USAGE_FELL)
"""The causes that are read from a metric of usage."""

CAUSE_LABELS: dict[RiskReason, LazyString] = {
    RiskReason.LATE: _l("A phase is late"),
    RiskReason.PAST_X: _l("X has passed without activation"),
    RiskReason.NEAR_X: _l("X is near without activation"),
    RiskReason.REVIEW_LATE: _l("A review is overdue"),
    RiskReason.RETURNED: _l("A phase came back several times"),
    RiskReason.BLOCKED: _l("Something stops the work"),
    RiskReason.FORESEEN: _l("The predicted finish lies beyond the due day"),
    RiskReason.QUIET: _l("Nobody logs in to the product"),
    RiskReason.USAGE_FELL: _l("Usage has fallen by half or more"),
}
LEVEL_LABELS: dict[RiskLevel, LazyString] = {
    RiskLevel.HIGH: _l("High risk"),
    RiskLevel.MEDIUM: _l("Medium risk"),
    RiskLevel.LOW: _l("Low risk"),
}
