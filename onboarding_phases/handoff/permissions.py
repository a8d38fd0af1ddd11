"""Who may do what with handoffs, beyond whose customers a person sees at all."""

from portal.access import permission
from portal.people import Role

VIEW_HANDOFFS = permission("handoff.handoff.view", Role.CS_MANAGER, Role.CS_MEMBER, Role.SALES, Role.AUDITOR)
WRITE_HANDOFF = permission("handoff.handoff.write", Role.CS_MANAGER, Role.CS_MEMBER, Role.SALES)
SUBMIT_HANDOFF = permission("handoff.handoff.submit", Role.CS_MANAGER, Role.SALES)
RETURN_HANDOFF = permission("handoff.handoff.return", Role.CS_MANAGER, Role.CS_MEMBER)
ACCEPT_HANDOFF = permission("handoff.handoff.accept", Role.CS_MANAGER, Role.CS_MEMBER)
OVERRIDE_COMPLETENESS = permission("handoff.completeness.override", Role.CS_MANAGER)
IMPORT_HANDOFFS = permission("handoff.handoff.import", Role.CS_MANAGER, Role.SALES)
EXPORT_HANDOFFS = permission("handoff.handoff.export", Role.CS_MANAGER, Role.SALES, Role.AUDITOR)

PERMISSIONS = [
    VIEW_HANDOFFS,
    WRITE_HANDOFF,
    SUBMIT_HANDOFF,
    RETURN_HANDOFF,
    ACCEPT_HANDOFF,
    OVERRIDE_COMPLETENESS,
    IMPORT_HANDOFFS,
    EXPORT_HANDOFFS,
]
