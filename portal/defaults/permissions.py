"""Who reads and who changes the numbers of the product."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_SETTINGS = permission("defaults.setting.view", Role.ADMIN, Role.CS_MANAGER, Role.AUDITOR)
EDIT_SETTINGS = permission("defaults.setting.edit", Role.ADMIN)
