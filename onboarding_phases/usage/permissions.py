"""Who may bring in usage, and take it out."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

IMPORT_USAGE = permission("usage.records.import", Role.CS_MANAGER)
EXPORT_USAGE = permission("usage.records.export", Role.CS_MANAGER, Role.AUDITOR)
SEE_AGE = permission("usage.age.view", Role.CS_MANAGER, Role.CS_MEMBER, Role.AUDITOR)
PERMISSIONS = [SEE_AGE, IMPORT_USAGE, EXPORT_USAGE]
