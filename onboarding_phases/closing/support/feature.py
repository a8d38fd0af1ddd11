"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.closing.support import models, views
from onboarding_phases.closing.support.defaults import DEFAULT
from onboarding_phases.closing.support.notices import NOTICES, SUBSCRIPTIONS
from onboarding_phases.closing.support.permissions import PERMISSIONS
from onboarding_phases.closing.support.reports import NEEDS
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.closing.support",
    models=models,
    blueprints=[views.bp],
    permissions=PERMISSIONS,
    subscriptions=SUBSCRIPTIONS,
    needs=NEEDS,
    notices=NOTICES,
    defaults=[DEFAULT],
)
