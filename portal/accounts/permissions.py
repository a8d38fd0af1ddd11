"""Who may do what with accounts."""

from __future__ import annotations

from portal.access import permission
from portal.people import ALL_ROLES, Role

OWN_ACCOUNT = permission("accounts.own.edit", *ALL_ROLES)
VIEW_USERS = permission("accounts.user.view", Role.ADMIN, Role.PARTNER_MANAGER)
MANAGE_USERS = permission("accounts.user.manage", Role.ADMIN, Role.PARTNER_MANAGER)

PERMISSIONS = [OWN_ACCOUNT, VIEW_USERS, MANAGE_USERS]
