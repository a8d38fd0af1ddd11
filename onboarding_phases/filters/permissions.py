"""Who saves filters: whoever reads a list of onboardings."""

from __future__ import annotations

from portal.access import permission
from portal.people import ALL_ROLES, Role

SAVE_FILTERS = permission("filters.own.change", *(ALL_ROLES - {Role.ADMIN}))

PERMISSIONS = [SAVE_FILTERS]
