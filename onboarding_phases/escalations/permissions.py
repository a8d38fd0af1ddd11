"""Who may do what with escalations, beyond which of them a person sees at all and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping

from onboarding_phases.escalations.enums import EscalationAction
from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import Permission, permission
from portal.people import ALL_ROLES, Role

VENDOR_OWNERS = (*CUSTOMER_SUCCESS, Role.SALES, Role.SUPPORT, Role.ADMIN)

VIEW_ESCALATIONS = permission("escalations.escalation.view", *ALL_ROLES)
RAISE_ESCALATION = permission("escalations.escalation.raise", *CUSTOMER_SUCCESS, Role.SALES, Role.SUPPORT, *FIRM)
WRITE_MESSAGE = permission("escalations.message.write", *VENDOR_OWNERS, *FIRM)
ANSWER_ESCALATION = permission("escalations.escalation.answer", *VENDOR_OWNERS)
RETURN_ESCALATION = permission("escalations.escalation.return", *VENDOR_OWNERS, *FIRM)
REVIEW_ESCALATION = permission("escalations.escalation.review", *VENDOR_OWNERS)
TAKE_OVER_CASE = permission("escalations.case.take_over", *CUSTOMER_SUCCESS)
CHANGE_ROUTES = permission("escalations.route.change", Role.ADMIN)

ACTION_PERMISSIONS: Mapping[EscalationAction, Permission] = {
    EscalationAction.WRITE: WRITE_MESSAGE,
    EscalationAction.ANSWER: ANSWER_ESCALATION,
    EscalationAction.TRANSFER: ANSWER_ESCALATION,
    EscalationAction.HAND_BACK: ANSWER_ESCALATION,
    EscalationAction.SEND_AGAIN: RETURN_ESCALATION,
    EscalationAction.RESOLVE: RETURN_ESCALATION,
    EscalationAction.REOPEN: RETURN_ESCALATION,
    EscalationAction.SHARE: ANSWER_ESCALATION,
    EscalationAction.TAKE_OVER: TAKE_OVER_CASE,
    EscalationAction.REVIEW: REVIEW_ESCALATION,
}
PERMISSIONS = [
    VIEW_ESCALATIONS,
    RAISE_ESCALATION,
    WRITE_MESSAGE,
    ANSWER_ESCALATION,
    RETURN_ESCALATION,
    REVIEW_ESCALATION,
    TAKE_OVER_CASE,
    CHANGE_ROUTES,
]
