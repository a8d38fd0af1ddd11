"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.calibration import models, views
from onboarding_phases.calibration.permissions import PERMISSIONS, VIEW_CALIBRATION
from onboarding_phases.calibration.services import MEASURE, measure_tonight, plan_measuring
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.calibration",
    models=models,
    blueprints=[views.bp],
    navigation=[NavItem(_l("Predictions"), "calibration.index", VIEW_CALIBRATION, order=36, group=_l("Allocation"))],
    permissions=PERMISSIONS,
    jobs=[JobKind(MEASURE, measure_tonight, _l("Judge what the allocation predicted"))],
    shipped=[plan_measuring],
)
