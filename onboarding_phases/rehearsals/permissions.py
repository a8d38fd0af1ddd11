"""Who rehearses: whoever answers for allocation, and the administrator who changes its numbers."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_REHEARSALS = permission("rehearsals.rehearsal.view", Role.ADMIN, Role.CS_MANAGER, Role.AUDITOR)
MAKE_REHEARSALS = permission("rehearsals.rehearsal.make", Role.ADMIN, Role.CS_MANAGER)

PERMISSIONS = [VIEW_REHEARSALS, MAKE_REHEARSALS]
