"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.offers.events import OfferAccepted
from onboarding_phases.offers.orders import models
from onboarding_phases.offers.orders.defaults import ORDERS
from onboarding_phases.offers.orders.permissions import PERMISSIONS
from onboarding_phases.offers.orders.reports import ORDER_REPORT, PANELS, SECTIONS
from onboarding_phases.offers.orders.services import issue_on_acceptance
from onboarding_phases.offers.orders.views import bp
from portal.events import Subscription
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.offers.orders",
    models=models,
    blueprints=[bp],
    permissions=PERMISSIONS,
    subscriptions=[Subscription(OfferAccepted, issue_on_acceptance)],
    panels=PANELS,
    report_kinds=[ORDER_REPORT],
    report_sections=SECTIONS,
    defaults=[ORDERS],
)
