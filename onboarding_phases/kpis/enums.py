"""The words of the KPIs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import ExcludedReason


class Grouping(StrEnum):
    """By what the rate is set side by side."""

    PARTNER = "partner"
    PRODUCT = "product"
    TIER = "tier"
    INDUSTRY = "industry"
    EFFORT = "effort"
    MONTH = "month"


class Counting(StrEnum):
    """How an onboarding stands towards the X-day rate on a day."""

    IN_TIME = "in_time"
    TOO_LATE = "too_late"
    NOT_ACTIVE = "not_active"
    WITHDRAWN = "withdrawn"
    YOUNG = "young"
    EXCLUDED = "excluded"


GROUPING_LABELS: Mapping[Grouping, LazyString] = {
    Grouping.PARTNER: _l("By partner"),
    Grouping.PRODUCT: _l("By product"),
    Grouping.TIER: _l("By tier"),
    Grouping.INDUSTRY: _l("By industry"),
    Grouping.EFFORT: _l("By effort"),
    Grouping.MONTH: _l("By month of start"),
}
COUNTING_LABELS: Mapping[Counting, LazyString] = {
    Counting.IN_TIME: _l("Active in time"),
    Counting.TOO_LATE: _l("Active too late"),
    Counting.NOT_ACTIVE: _l("Not active"),
    Counting.WITHDRAWN: _l("Withdrawn"),
    Counting.YOUNG: _l("Not old enough"),
    Counting.EXCLUDED: _l("Excluded"),
}
EXCLUDED_LABELS: Mapping[ExcludedReason, LazyString] = {
    ExcludedReason.TEST: _l("Test"),
    ExcludedReason.DUPLICATE: _l("Duplicate"),
    ExcludedReason.CANCELLED_BEFORE_START: _l("Cancelled before the start"),
    ExcludedReason.MOVED: _l("Moved to another firm"),
}
# One short name for each place among the six, whatever the playbook calls it.
PHASE_LABELS: Mapping[int, LazyString] = {
    1: _l("Kickoff"),
    2: _l("Requirements"),
    3: _l("Set-up and migration"),
    4: _l("Lectures"),
    5: _l("Trial run"),
    6: _l("Go-live"),
}
