"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.allocation.permissions import VIEW_ALLOCATIONS
from onboarding_phases.rehearsals import models, views
from onboarding_phases.rehearsals.defaults import REHEARSALS
from onboarding_phases.rehearsals.permissions import PERMISSIONS
from onboarding_phases.rehearsals.reports import PANELS
from onboarding_phases.rehearsals.services import SOLVE, solve_next
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.rehearsals",
    models=models,
    blueprints=[views.bp],
    navigation=[NavItem(_l("Rehearsals"), "rehearsals.index", VIEW_ALLOCATIONS, order=34, group=_l("Allocation"))],
    permissions=PERMISSIONS,
    jobs=[JobKind(SOLVE, solve_next, _l("Rehearse numbers of the allocation"))],
    panels=PANELS,
    defaults=[REHEARSALS],
)
