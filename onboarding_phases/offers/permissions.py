"""Who reads offers, and who answers them."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_OFFERS = permission("offers.offer.view", Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER)
ANSWER_OFFER = permission("offers.offer.answer", Role.PARTNER_MANAGER)
WITHDRAW_OFFER = permission("offers.offer.withdraw", Role.CS_MANAGER)

ANSWER_COUNTER = permission("offers.counter.answer", Role.CS_MANAGER)
RETURN_ASSIGNMENT = permission("offers.assignment.return", Role.PARTNER_MANAGER)

PERMISSIONS = [VIEW_OFFERS, ANSWER_OFFER, WITHDRAW_OFFER, ANSWER_COUNTER, RETURN_ASSIGNMENT]
