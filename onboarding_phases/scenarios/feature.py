"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.scenarios import models, views
from onboarding_phases.scenarios.permissions import PERMISSIONS, VIEW_WHAT_IFS
from onboarding_phases.scenarios.reports import PANELS
from onboarding_phases.scenarios.services import SOLVE, fail_given_up, solve_what_if
from portal.events import Subscription
from portal.feature import Feature, NavItem
from portal.jobs.events import JobGivenUp
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.scenarios",
    models=models,
    blueprints=[views.bp],
    navigation=[NavItem(_l("What if"), "what_if.index", VIEW_WHAT_IFS, order=32, group=_l("Allocation"))],
    permissions=PERMISSIONS,
    jobs=[JobKind(SOLVE, solve_what_if, _l("Compute a what-if scenario"))],
    subscriptions=[Subscription(JobGivenUp, fail_given_up)],
    panels=PANELS,
)
