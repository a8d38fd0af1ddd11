"""Who may move due days, or ask for it, beyond which onboardings a person sees at all."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission

MOVE_DUE_DAYS = permission("extensions.due_day.move", *CUSTOMER_SUCCESS, *FIRM)
DECIDE_EXTENSIONS = permission("extensions.request.decide", *CUSTOMER_SUCCESS)

PERMISSIONS = [MOVE_DUE_DAYS, DECIDE_EXTENSIONS]
