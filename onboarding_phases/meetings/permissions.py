"""Who reads and keeps meetings, beyond whose onboarding it is and what levels let through."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import ALL_ROLES, Role

READ_MEETINGS = permission("meetings.meeting.read", *(ALL_ROLES - {Role.ADMIN}))
KEEP_MEETING = permission("meetings.meeting.keep", *CUSTOMER_SUCCESS, *FIRM)

PERMISSIONS = [READ_MEETINGS, KEEP_MEETING]
