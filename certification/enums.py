"""The words of certification."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class EvaluationState(StrEnum):
    """Where an evaluation stands."""

    PROPOSED = "proposed"
    DECIDED = "decided"


LOWEST_TIER_NAME = _l("Registered")

COLUMN_LABELS: Mapping[str, LazyString] = {
    "n": _l("Onboardings counted"),
    "valid_certificates": _l("Valid skill certificates"),
}
"""Names of what a policy asks for without naming it itself."""

DEFINITIONS: Mapping[str, LazyString] = {
    "unaided_phase_rate": _l(
        "Submissions accepted in phases that the %(vendor)s did not rescue ÷ submissions accepted in the period. A"
        " rescue is a task of the firm that the %(vendor)s did, or a case that it took over by an escalation of its"
        " own."
    ),
    "first_time_accept_rate": _l(
        "Submissions accepted without ever having been returned ÷ submissions accepted in the period. Excluded"
        " onboardings are left out."
    ),
    "on_time_phase_rate": _l(
        "Phases whose accepted submission was made by the due day, net ÷ submissions accepted in the period. The"
        " time that the review takes does not count."
    ),
    "answered_in_time_rate": _l(
        "Offers answered before their time was over, whatever the answer ÷ offers whose answer was due in the"
        " period. Withdrawn offers are left out."
    ),
    "decisions_upheld_rate": _l(
        "Decisions under the firm's rights that were not reversed ÷ all of them. Decisions are not recorded yet, so"
        " this has no value for any firm and leaves the mean."
    ),
    "adjusted_activation_rate": _l(
        "(active within X net days + 10 × expected) ÷ (cases + 10), over onboardings whose net clock reached X in"
        " the period. Expected is what the other firms reach for the same product and effort; under 10 of their"
        " cases, for the product, then for all. Withdrawn before activation counts as not active."
    ),
    "commitments_kept_rate": _l(
        "Commitments kept ÷ commitments that fell due. Evaluations do not take this from the ledger of commitments"
        " yet, so this has no value for any firm and leaves the mean."
    ),
    "usage_depth": _l(
        "How deeply the product is used at completion, 0 to 100. It is not measured yet, so this has no value for"
        " any firm and leaves the mean."
    ),
    "satisfaction": _l(
        "The mean answer of customers, 1 to 5. Surveys do not count here yet, so this has no value for any firm and"
        " leaves the mean."
    ),
    "slots_honoured_rate": _l(
        "Slots that the firm took on ÷ slots that it was asked for, of those it had stated, by the day on which the"
        " answer was due. Withdrawn offers are left out."
    ),
    "intake_evenness": _l(
        "1 − mean distance of the months' stated slots from their mean ÷ that mean, not below 0. It counts once the"
        " firm has taken on a slot in the period."
    ),
    "n": _l(
        "Onboardings whose net clock reached X in the twelve months up to the last day. Excluded ones are left out."
    ),
    "valid_certificates": _l("Skill certificates of the firm's people that count on the last day of the period."),
}
"""What each metric means; `words.definitions` names the vendor in them as the reader calls it."""
