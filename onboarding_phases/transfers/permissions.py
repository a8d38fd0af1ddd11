"""Who changes the firm of a customer, and who reads what the next firm is told."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import VIEW_ONBOARDINGS
from portal.access import permission
from portal.people import Role

CHANGE_FIRM = permission("transfers.firm.change", Role.CS_MANAGER)
READ_TAKEOVER = VIEW_ONBOARDINGS

PERMISSIONS = [CHANGE_FIRM]
