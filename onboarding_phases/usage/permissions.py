"""Who may bring in usage, and take it out."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.access import TokenScope, permission
from portal.people import Role

IMPORT_USAGE = permission("usage.records.import", Role.CS_MANAGER)
EXPORT_USAGE = permission("usage.records.export", Role.CS_MANAGER, Role.AUDITOR)
SEE_AGE = permission("usage.age.view", Role.CS_MANAGER, Role.CS_MEMBER, Role.AUDITOR)
PERMISSIONS = [SEE_AGE, IMPORT_USAGE, EXPORT_USAGE]

WRITE_SCOPE = TokenScope("usage:write", _l("Report usage"), IMPORT_USAGE)
READ_SCOPE = TokenScope("usage:read", _l("Read usage"), EXPORT_USAGE)
SCOPES = [WRITE_SCOPE, READ_SCOPE]
