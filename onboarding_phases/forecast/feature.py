"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.forecast import models, views
from onboarding_phases.forecast.defaults import FORECAST
from onboarding_phases.forecast.permissions import PERMISSIONS, VIEW_PLAN
from portal.feature import Feature, NavItem

feature = Feature(
    name="onboarding_phases.forecast",
    models=models,
    blueprints=[views.bp],
    navigation=[NavItem(_l("Capacity plan"), "forecast.index", VIEW_PLAN, order=31, group=_l("Allocation"))],
    permissions=PERMISSIONS,
    defaults=[FORECAST],
)
