"""Who reads written orders, and who says who orders."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

READ_ORDERS = permission("orders.order.read", Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER)
ENTER_ISSUER = permission("orders.issuer.enter", Role.CS_MANAGER)

PERMISSIONS = [READ_ORDERS, ENTER_ISSUER]
