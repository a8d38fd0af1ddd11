"""Who has a start page: everybody with an account."""

from __future__ import annotations

from portal.access import permission
from portal.people import ALL_ROLES

OPEN_START = permission("start.page.open", *ALL_ROLES)
