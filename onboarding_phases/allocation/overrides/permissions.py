"""Who may act against the solver, and read what was done."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

OVERRIDE_ALLOCATION = permission("allocation.override.make", Role.CS_MANAGER)
VIEW_RULINGS = permission("allocation.ruling.view", Role.CS_MANAGER, Role.AUDITOR)

PERMISSIONS = [OVERRIDE_ALLOCATION, VIEW_RULINGS]
