"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingBegun
from onboarding_phases.tasks import models, views
from onboarding_phases.tasks.defaults import DEFAULT
from onboarding_phases.tasks.notices import NOTICES, SUBSCRIPTIONS, TELL, tell_of_customer
from onboarding_phases.tasks.permissions import PERMISSIONS
from onboarding_phases.tasks.reports import NEEDS, PANELS
from onboarding_phases.tasks.services import lay_out_tasks
from portal.events import Subscription
from portal.feature import Feature
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.tasks",
    models=models,
    blueprints=[views.bp],
    permissions=PERMISSIONS,
    subscriptions=[Subscription(OnboardingBegun, lay_out_tasks), *SUBSCRIPTIONS],
    jobs=[
        JobKind(TELL, tell_of_customer, _l("Tell of what a customer did in the room")),
    ],
    notices=NOTICES,
    panels=PANELS,
    needs=NEEDS,
    defaults=[DEFAULT],
)
