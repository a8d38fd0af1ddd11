"""Who may do what with partners. A firm sees and states its own alone: its session holds nothing else."""

from portal.access import permission
from portal.people import Role

LIST_PARTNERS = permission("partners.partner.list", Role.ADMIN, Role.CS_MANAGER, Role.CS_MEMBER, Role.AUDITOR)
VIEW_PARTNER = permission(
    "partners.partner.view",
    Role.ADMIN,
    Role.CS_MANAGER,
    Role.CS_MEMBER,
    Role.AUDITOR,
    Role.PARTNER_MANAGER,
)
CHANGE_PARTNER = permission("partners.partner.change", Role.CS_MANAGER)
IMPORT_PARTNERS = permission("partners.partner.import", Role.CS_MANAGER)
EXPORT_PARTNERS = permission("partners.partner.export", Role.CS_MANAGER, Role.AUDITOR)
VIEW_CAPACITY = permission(
    "partners.capacity.view", Role.CS_MANAGER, Role.CS_MEMBER, Role.AUDITOR, Role.PARTNER_MANAGER
)
STATE_CAPACITY = permission("partners.capacity.state", Role.PARTNER_MANAGER)
IMPORT_CAPACITY = permission("partners.capacity.import", Role.CS_MANAGER)
EXPORT_CAPACITY = permission("partners.capacity.export", Role.CS_MANAGER, Role.AUDITOR)
STATE_CLOSINGS = permission("partners.closing.state", Role.PARTNER_MANAGER)
VIEW_CLOSINGS = permission(
    "partners.closing.view", Role.CS_MANAGER, Role.CS_MEMBER, Role.AUDITOR, Role.PARTNER_MANAGER, Role.CONSULTANT
)
INVITE_CONTACT = permission("partners.contact.invite", Role.CS_MANAGER)
MANAGE_CONSULTANTS = permission("partners.consultant.manage", Role.PARTNER_MANAGER)

PERMISSIONS = [
    LIST_PARTNERS,
    VIEW_PARTNER,
    CHANGE_PARTNER,
    IMPORT_PARTNERS,
    EXPORT_PARTNERS,
    VIEW_CAPACITY,
    STATE_CAPACITY,
    IMPORT_CAPACITY,
    EXPORT_CAPACITY,
    STATE_CLOSINGS,
    VIEW_CLOSINGS,
    INVITE_CONTACT,
    MANAGE_CONSULTANTS,
]
