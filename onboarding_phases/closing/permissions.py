"""Who looks at the end of an onboarding, beyond whose it is; who completes one is told there."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import ALL_ROLES, Role

READ_REVIEW = permission("closing.review.read", *(ALL_ROLES - {Role.ADMIN}))
WRITE_LESSONS = permission("closing.lessons.write", *CUSTOMER_SUCCESS, *FIRM)
BE_ASKED_FOR_LESSONS = permission("closing.lessons.be_asked", *FIRM)
PASS_OPEN_POINTS = permission("closing.open_points.pass", Role.CS_MANAGER)

PERMISSIONS = [READ_REVIEW, WRITE_LESSONS, BE_ASKED_FOR_LESSONS, PASS_OPEN_POINTS]
