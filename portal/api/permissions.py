"""Who gives other systems access."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

MANAGE_ACCESS = permission("api.access.manage", Role.ADMIN)
