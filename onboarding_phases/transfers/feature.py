"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.offers.events import OfferAccepted, OfferSent
from onboarding_phases.transfers import models, views
from onboarding_phases.transfers.permissions import PERMISSIONS
from onboarding_phases.transfers.reports import PANELS
from onboarding_phases.transfers.services import CARRY, carry_over, hand_brief, plan_carrying
from portal.events import Subscription
from portal.feature import Feature
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.transfers",
    models=models,
    blueprints=[views.bp],
    permissions=PERMISSIONS,
    subscriptions=[Subscription(OfferSent, hand_brief), Subscription(OfferAccepted, plan_carrying)],
    jobs=[JobKind(CARRY, carry_over, _l("Carry open commitments over to the next firm"))],
    panels=PANELS,
)
