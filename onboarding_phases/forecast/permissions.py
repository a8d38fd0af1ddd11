"""Who reads the capacity plan, and who keeps scenarios. It adds up all firms, so no firm reads it."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_PLAN = permission("forecast.plan.view", Role.CS_MANAGER, Role.AUDITOR)
KEEP_SCENARIOS = permission("forecast.scenario.keep", Role.CS_MANAGER)

PERMISSIONS = [VIEW_PLAN, KEEP_SCENARIOS]
