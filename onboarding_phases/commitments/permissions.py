"""Who reads and keeps the ledger, beyond whose onboarding it is and what levels let through."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import ALL_ROLES, Role

READ_COMMITMENTS = permission("commitments.commitment.read", *(ALL_ROLES - {Role.ADMIN}))
LIST_COMMITMENTS = permission(
    "commitments.commitment.list", *CUSTOMER_SUCCESS, Role.SALES, Role.SUPPORT, Role.AUDITOR
)
ADD_COMMITMENT = permission("commitments.commitment.add", *CUSTOMER_SUCCESS, Role.SALES, Role.SUPPORT, *FIRM)
KEEP_COMMITMENT = permission("commitments.commitment.keep", *CUSTOMER_SUCCESS, *FIRM)
DECIDE_COMMITMENT = permission("commitments.commitment.decide", *CUSTOMER_SUCCESS)

PERMISSIONS = [READ_COMMITMENTS, LIST_COMMITMENTS, ADD_COMMITMENT, KEEP_COMMITMENT, DECIDE_COMMITMENT]
