"""Who does something with several onboardings at once; what each may do, the permission of the one deed says."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import (
    CHANGE_OWNER,
    COMPLETE_PHASE,
    CUSTOMER_SUCCESS,
    FIRM,
    START_PHASE,
    SUBMIT_PHASE,
)
from onboarding_phases.together.enums import Deed
from portal.access import Permission, permission

ACT_TOGETHER = permission("together.onboardings.change", *CUSTOMER_SUCCESS, *FIRM)

PERMISSION_OF: dict[Deed, Permission] = {
    Deed.ACCEPT: COMPLETE_PHASE,
    Deed.OWNER: CHANGE_OWNER,
    Deed.START: START_PHASE,
    Deed.SUBMIT: SUBMIT_PHASE,
}
PERMISSIONS = [ACT_TOGETHER]
