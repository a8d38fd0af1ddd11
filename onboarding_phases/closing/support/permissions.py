"""Who writes and who answers the handoff to support, beyond whose onboarding it is."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import Role

READ_SUPPORT_HANDOFF = permission(
    "closing.support.read", *CUSTOMER_SUCCESS, Role.SUPPORT, Role.SALES, Role.AUDITOR, *FIRM
)
WRITE_SUPPORT_HANDOFF = permission("closing.support.write", *CUSTOMER_SUCCESS, *FIRM)
ANSWER_SUPPORT_HANDOFF = permission("closing.support.answer", Role.SUPPORT)

PERMISSIONS = [READ_SUPPORT_HANDOFF, WRITE_SUPPORT_HANDOFF, ANSWER_SUPPORT_HANDOFF]
