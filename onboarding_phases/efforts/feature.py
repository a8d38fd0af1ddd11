"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.efforts.services import MEASURE, measure_tonight, plan_measuring
from portal.feature import Feature
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.efforts",
    jobs=[JobKind(MEASURE, measure_tonight, _l("Measure the work of finished onboardings"))],
    shipped=[plan_measuring],
)
