"""Who may do what with customers. Sales and CS members see and change their own; a firm sees none."""

from portal.access import permission
from portal.people import Role

VIEW_CUSTOMERS = permission("customers.customer.view", Role.CS_MANAGER, Role.CS_MEMBER, Role.SALES, Role.AUDITOR)
CHANGE_CUSTOMER = permission("customers.customer.change", Role.CS_MANAGER, Role.CS_MEMBER, Role.SALES)
ASSIGN_OWNERS = permission("customers.owner.assign", Role.CS_MANAGER)
IMPORT_CUSTOMERS = permission("customers.customer.import", Role.CS_MANAGER)
EXPORT_CUSTOMERS = permission("customers.customer.export", Role.CS_MANAGER, Role.CS_MEMBER, Role.SALES, Role.AUDITOR)

PERMISSIONS = [VIEW_CUSTOMERS, CHANGE_CUSTOMER, ASSIGN_OWNERS, IMPORT_CUSTOMERS, EXPORT_CUSTOMERS]
