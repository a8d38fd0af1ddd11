"""Who invites guests, beyond which onboardings a person sees at all."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import Role

VIEW_INVITATIONS = permission("room.invitation.view", *CUSTOMER_SUCCESS, Role.AUDITOR, *FIRM)
SEND_INVITATION = permission("room.invitation.send", *CUSTOMER_SUCCESS, Role.PARTNER_MANAGER)

PERMISSIONS = [VIEW_INVITATIONS, SEND_INVITATION]
