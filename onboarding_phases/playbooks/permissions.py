"""Who may do what with playbooks. Firms read the phases of their onboardings there, not here."""

from __future__ import annotations

from portal.access import permission
from portal.people import VENDOR_ROLES, Role

VIEW_PLAYBOOKS = permission("playbooks.playbook.view", *VENDOR_ROLES)
EDIT_PLAYBOOKS = permission("playbooks.playbook.edit", Role.ADMIN, Role.CS_MANAGER)

PERMISSIONS = [VIEW_PLAYBOOKS, EDIT_PLAYBOOKS]
