"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.extensions import models, views
from onboarding_phases.extensions.defaults import DEFAULT
from onboarding_phases.extensions.notices import NOTICES, SUBSCRIPTIONS
from onboarding_phases.extensions.permissions import PERMISSIONS
from onboarding_phases.extensions.reports import NEEDS, PANELS
from onboarding_phases.extensions.services import ESCALATE, escalate_extension
from portal.feature import Feature
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.extensions",
    models=models,
    blueprints=[views.bp],
    permissions=PERMISSIONS,
    subscriptions=SUBSCRIPTIONS,
    jobs=[
        JobKind(ESCALATE, escalate_extension, _l("Pass requests for later due days on to the CS managers")),
    ],
    defaults=[DEFAULT],
    notices=NOTICES,
    needs=NEEDS,
    panels=PANELS,
)
