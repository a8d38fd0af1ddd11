"""Who may do what with onboardings, beyond which of them a person sees at all."""

from __future__ import annotations

from onboarding_phases.onboardings.enums import PhaseAction
from portal.access import Permission, permission
from portal.people import ALL_ROLES, Role

FIRM = (Role.PARTNER_MANAGER, Role.CONSULTANT)
CUSTOMER_SUCCESS = (Role.CS_MANAGER, Role.CS_MEMBER)

VIEW_ONBOARDINGS = permission("onboardings.onboarding.view", *(ALL_ROLES - {Role.ADMIN}))
EXPORT_ONBOARDINGS = permission(
    "onboardings.onboarding.export", *CUSTOMER_SUCCESS, Role.AUDITOR, Role.PARTNER_MANAGER
)
START_PHASE = permission("onboardings.phase.start", *FIRM)
SUBMIT_PHASE = permission("onboardings.phase.submit", *FIRM)
RETURN_PHASE = permission("onboardings.phase.return", *CUSTOMER_SUCCESS)
COMPLETE_PHASE = permission("onboardings.phase.complete", *CUSTOMER_SUCCESS)
SKIP_PHASE = permission("onboardings.phase.skip", *CUSTOMER_SUCCESS, *FIRM)
PLACE_HOLD = permission("onboardings.hold.place", *CUSTOMER_SUCCESS, *FIRM)
CONFIRM_HOLD = permission("onboardings.hold.confirm", *CUSTOMER_SUCCESS)
EXCLUDE_ONBOARDING = permission("onboardings.onboarding.exclude", Role.CS_MANAGER)
NAME_CONSULTANTS = permission("onboardings.consultants.name", Role.PARTNER_MANAGER)
WITHDRAW_ONBOARDING = permission("onboardings.onboarding.withdraw", *CUSTOMER_SUCCESS)
CHANGE_OWNER = permission("onboardings.owner.change", Role.CS_MANAGER)
COMPLETE_ONBOARDING = permission("onboardings.onboarding.complete", *CUSTOMER_SUCCESS)
MOVE_ONBOARDING = permission("onboardings.onboarding.move", Role.CS_MANAGER)

SEE_MY_DAY = permission("onboardings.day.view", Role.CONSULTANT)

PHASE_PERMISSIONS: dict[PhaseAction, Permission] = {
    PhaseAction.START: START_PHASE,
    PhaseAction.SUBMIT: SUBMIT_PHASE,
    PhaseAction.RETURN: RETURN_PHASE,
    PhaseAction.COMPLETE: COMPLETE_PHASE,
    PhaseAction.SKIP: SKIP_PHASE,
}
PERMISSIONS = [
    VIEW_ONBOARDINGS,
    EXPORT_ONBOARDINGS,
    *PHASE_PERMISSIONS.values(),
    PLACE_HOLD,
    CONFIRM_HOLD,
    EXCLUDE_ONBOARDING,
    NAME_CONSULTANTS,
    WITHDRAW_ONBOARDING,
    CHANGE_OWNER,
    COMPLETE_ONBOARDING,
    MOVE_ONBOARDING,
    SEE_MY_DAY,
]
