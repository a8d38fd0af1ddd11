"""What people do with commitments, and where they come from."""

from onboarding_phases.commitments.services.settling import (
    keep_commitment,
    refuse_commitment,
    renegotiate_commitment,
    tell_customer,
)
from onboarding_phases.commitments.services.taking import (
    refuse_while_pending,
    take_for_onboarding,
    take_from_handoff,
)
from onboarding_phases.commitments.services.writing import (
    NewCommitment,
    add_commitment,
    consent_to_commitment,
    plan_commitment,
    share_commitment,
)

__all__ = [
    "NewCommitment",
    "add_commitment",
    "consent_to_commitment",
    "keep_commitment",
    "plan_commitment",
    "refuse_commitment",
    "refuse_while_pending",
    "renegotiate_commitment",
    "share_commitment",
    "take_for_onboarding",
    "take_from_handoff",
    "tell_customer",
]
