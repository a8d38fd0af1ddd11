"""Who may do what with tasks and blockers, beyond which onboardings a person sees at all."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import ALL_ROLES, Role

VIEW_TASKS = permission("tasks.task.view", *(ALL_ROLES - {Role.ADMIN}))
CHANGE_TASKS = permission("tasks.task.change", *CUSTOMER_SUCCESS, *FIRM)
RAISE_BLOCKER = permission("tasks.blocker.raise", *CUSTOMER_SUCCESS, *FIRM)
RESOLVE_BLOCKER = permission("tasks.blocker.resolve", *CUSTOMER_SUCCESS, *FIRM)

PERMISSIONS = [VIEW_TASKS, CHANGE_TASKS, RAISE_BLOCKER, RESOLVE_BLOCKER]
