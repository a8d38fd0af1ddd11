"""Who may allocate."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_ALLOCATIONS = permission("allocation.run.view", Role.CS_MANAGER, Role.AUDITOR)
RUN_ALLOCATION = permission("allocation.run.make", Role.CS_MANAGER)
APPROVE_ALLOCATION = permission("allocation.run.approve", Role.CS_MANAGER)

PERMISSIONS = [VIEW_ALLOCATIONS, RUN_ALLOCATION, APPROVE_ALLOCATION]
