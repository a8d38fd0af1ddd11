"""Who may do what with risks and plays, beyond which onboardings a person sees at all."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import ALL_ROLES, Role

VIEW_RISKS = permission("risks.risk.view", *(ALL_ROLES - {Role.ADMIN}))
OVERRIDE_RISK = permission("risks.risk.override", *CUSTOMER_SUCCESS)
FINISH_PLAY = permission("risks.play.finish", *CUSTOMER_SUCCESS, *FIRM)
VIEW_TEMPLATES = permission("risks.template.view", Role.CS_MANAGER, Role.AUDITOR)
CHANGE_TEMPLATES = permission("risks.template.change", Role.CS_MANAGER)

PERMISSIONS = [VIEW_RISKS, OVERRIDE_RISK, FINISH_PLAY, VIEW_TEMPLATES, CHANGE_TEMPLATES]
