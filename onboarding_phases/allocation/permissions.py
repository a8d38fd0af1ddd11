"""Who may allocate, and who may answer an offer."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_ALLOCATIONS = permission("allocation.run.view", Role.CS_MANAGER, Role.AUDITOR)
RUN_ALLOCATION = permission("allocation.run.make", Role.CS_MANAGER)
APPROVE_ALLOCATION = permission("allocation.run.approve", Role.CS_MANAGER)
VIEW_OFFERS = permission("allocation.offer.view", Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER)
ANSWER_OFFER = permission("allocation.offer.answer", Role.PARTNER_MANAGER)
WITHDRAW_OFFER = permission("allocation.offer.withdraw", Role.CS_MANAGER)

PERMISSIONS = [
    VIEW_ALLOCATIONS,
    RUN_ALLOCATION,
    APPROVE_ALLOCATION,
    VIEW_OFFERS,
    ANSWER_OFFER,
    WITHDRAW_OFFER,
]
