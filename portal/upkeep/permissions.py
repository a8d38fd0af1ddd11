"""Who looks after the portal's own work."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

LOOK_AFTER_JOBS = permission("upkeep.job.manage", Role.ADMIN)
