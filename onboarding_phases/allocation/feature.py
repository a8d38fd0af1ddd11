"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.allocation import models
from onboarding_phases.allocation.cli import match
from onboarding_phases.allocation.defaults import ALLOCATION
from onboarding_phases.allocation.notices import plans_and_customers
from onboarding_phases.allocation.permissions import PERMISSIONS, RUN_ALLOCATION, VIEW_ALLOCATIONS
from onboarding_phases.allocation.reports.cards import CARDS
from onboarding_phases.allocation.services import fail_given_up, solve
from onboarding_phases.allocation.views import allocations
from portal.events import Subscription
from portal.feature import Feature, NavItem, NeedSource
from portal.jobs.events import JobGivenUp
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.allocation",
    models=models,
    blueprints=[allocations],
    navigation=[NavItem(_l("Allocation"), "allocations.index", VIEW_ALLOCATIONS, order=30, group=_l("Allocation"))],
    permissions=PERMISSIONS,
    jobs=[JobKind("allocation.solve", solve, _l("Compute an allocation plan"))],
    subscriptions=[Subscription(JobGivenUp, fail_given_up)],
    needs=[NeedSource(RUN_ALLOCATION, plans_and_customers)],
    cards=CARDS,
    commands=[match],
    defaults=[ALLOCATION],
)
