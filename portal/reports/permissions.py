"""Who reads reports."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

READ_PARTNER_REPORT = permission("reports.partner.read", Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER)
