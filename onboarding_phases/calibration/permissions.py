"""Who reads how good predictions were. They name all firms, so no firm reads them."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_CALIBRATION = permission("calibration.page.view", Role.CS_MANAGER, Role.AUDITOR)

PERMISSIONS = [VIEW_CALIBRATION]
