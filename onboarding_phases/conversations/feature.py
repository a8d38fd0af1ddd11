"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.conversations import models, views
from onboarding_phases.conversations.defaults import DEFAULT
from onboarding_phases.conversations.notices import NOTICES, SUBSCRIPTIONS
from onboarding_phases.conversations.panels import PANELS
from onboarding_phases.conversations.permissions import PERMISSIONS
from onboarding_phases.conversations.shared import views as shared
from onboarding_phases.conversations.shared.reports import NEWS
from onboarding_phases.conversations.shared.reports import PANELS as SHARED_PANELS
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.conversations",
    models=models,
    blueprints=[views.bp, shared.bp],
    permissions=PERMISSIONS,
    subscriptions=SUBSCRIPTIONS,
    panels=[*PANELS, *SHARED_PANELS],
    defaults=[DEFAULT],
    notices=NOTICES,
    news=NEWS,
)
