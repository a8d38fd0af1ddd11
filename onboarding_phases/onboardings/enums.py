"""The words of an onboarding."""

from enum import StrEnum

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.clock import HoldCause

__all__ = [
    "EXCLUDED_REASON_LABELS",
    "GROUP",
    "HOLD_CAUSE_LABELS",
    "ONBOARDING_STATE_LABELS",
    "PHASE_STATE_LABELS",
    "STAGE_LABELS",
    "STAY_REASON_LABELS",
    "ChangeKind",
    "ExcludedReason",
    "HoldCause",
    "OnboardingState",
    "PhaseAction",
    "PhaseState",
    "RiskLevel",
    "RiskReason",
    "Side",
    "StayReason",
]


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


class PhaseAction(StrEnum):
    """What people do with a phase."""

    START = "start"
    SUBMIT = "submit"
    RETURN = "return"
    COMPLETE = "complete"
    SKIP = "skip"


class ChangeKind(StrEnum):
    """What happened to an onboarding as a whole, beside its phases."""

    BEGUN = "begun"
    NAMED = "named"
    HOLD_PLACED = "hold_placed"
    HOLD_ENDED = "hold_ended"
    ACTIVATED = "activated"
    ACTIVATION_WITHDRAWN = "activation_withdrawn"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    RECORDED = "recorded"
    HOLD_CONFIRMED = "hold_confirmed"
    HOLD_REFUSED = "hold_refused"
    EXCLUSION_ASKED = "exclusion_asked"
    EXCLUDED = "excluded"
    EXCLUSION_REFUSED = "exclusion_refused"
    LIFTING_ASKED = "lifting_asked"
    EXCLUSION_LIFTED = "exclusion_lifted"
    LIFTING_REFUSED = "lifting_refused"
    CASE_TAKEN_OVER = "case_taken_over"
    CASE_GIVEN_BACK = "case_given_back"
    MOVED = "moved"
    DUE_DAYS_MOVED = "due_days_moved"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    EXTENSION_WITHDRAWN = "extension_withdrawn"
    OWNER_CHANGED = "owner_changed"
    RISK_SET = "risk_set"
    RISK_FREED = "risk_freed"
    FIRM_CHANGED = "firm_changed"
    TAKEN_OVER = "taken_over"


class RiskLevel(StrEnum):
    """How likely it is that an onboarding comes late."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RiskReason(StrEnum):
    """Why a risk is what it is."""

    LATE = "late"
    PAST_X = "past_x"
    NEAR_X = "near_x"
    REVIEW_LATE = "review_late"
    RETURNED = "returned"
    BLOCKED = "blocked"
    FORESEEN = "foreseen"
    QUIET = "quiet"
    USAGE_FELL = "usage_fell"
    ON_PLAN = "on_plan"


class Side(StrEnum):
    """Who holds the ball."""

    VENDOR = "vendor"
    PARTNER = "partner"
    HOLD = "hold"


class StayReason(StrEnum):
    """Why an onboarding keeps the version of its playbook: its result is known."""

    ACTIVE = "active"
    PAST_X = "past_x"
    PAST_NEW_X = "past_new_x"


class ExcludedReason(StrEnum):
    """The fixed reasons for which an onboarding counts in no rate."""

    TEST = "test"
    DUPLICATE = "duplicate"
    CANCELLED_BEFORE_START = "cancelled_before_start"
    MOVED = "moved"


# The entry of the top bar that onboardings share with the rooms above them.
GROUP = _l("Onboardings")
EXCLUDED_REASON_LABELS: dict[ExcludedReason, LazyString] = {
    ExcludedReason.TEST: _l("Test"),
    ExcludedReason.DUPLICATE: _l("Duplicate"),
    ExcludedReason.CANCELLED_BEFORE_START: _l("Cancelled before the start"),
    ExcludedReason.MOVED: _l("Moved to another firm, not for its cause"),
}
STAY_REASON_LABELS: dict[StayReason, LazyString] = {
    StayReason.ACTIVE: _l("active already"),
    StayReason.PAST_X: _l("its net clock has reached X"),
    StayReason.PAST_NEW_X: _l("its net clock has reached the new X"),
}
ONBOARDING_STATE_LABELS: dict[OnboardingState, LazyString] = {
    OnboardingState.RUNNING: _l("Running"),
    OnboardingState.COMPLETED: lazy_pgettext("onboarding", "Completed"),
    OnboardingState.WITHDRAWN: lazy_pgettext("onboarding", "Withdrawn"),
}
PHASE_STATE_LABELS: dict[PhaseState, LazyString] = {
    PhaseState.NOT_STARTED: _l("Not started"),
    PhaseState.IN_PROGRESS: _l("In progress"),
    PhaseState.SUBMITTED: _l("Awaiting review"),
    PhaseState.RETURNED: _l("Returned"),
    PhaseState.COMPLETED: lazy_pgettext("onboarding", "Completed"),
    PhaseState.SKIPPED: _l("Skipped"),
}
HOLD_CAUSE_LABELS: dict[HoldCause, LazyString] = {
    HoldCause.CUSTOMER: _l("Customer"),
    HoldCause.VENDOR: _l("Vendor"),
    HoldCause.PARTNER: _l("Partner"),
}
# What the six phases are about in every playbook, for the heads of a board that mixes products.
STAGE_LABELS: dict[int, LazyString] = {
    1: _l("Kickoff"),
    2: _l("Inventory"),
    3: _l("Set-up"),
    4: _l("Lectures"),
    5: _l("Trial run"),
    6: _l("Go-live"),
}
