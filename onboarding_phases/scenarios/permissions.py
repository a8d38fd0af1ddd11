"""Who may ask what if."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_WHAT_IFS = permission("scenarios.what_if.view", Role.CS_MANAGER, Role.AUDITOR)
KEEP_WHAT_IFS = permission("scenarios.what_if.keep", Role.CS_MANAGER)

PERMISSIONS = [VIEW_WHAT_IFS, KEEP_WHAT_IFS]
