"""Who reads the trail."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_AUDIT = permission("audit.entry.view", Role.ADMIN, Role.AUDITOR)
