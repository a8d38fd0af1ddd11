"""Who may bring in usage, and take it out."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

IMPORT_USAGE = permission("usage.records.import", Role.CS_MANAGER)
EXPORT_USAGE = permission("usage.records.export", Role.CS_MANAGER, Role.AUDITOR)
PERMISSIONS = [IMPORT_USAGE, EXPORT_USAGE]
