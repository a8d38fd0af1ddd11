"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations import models, views
from onboarding_phases.escalations.defaults import DEFAULT
from onboarding_phases.escalations.notices import NOTICES, SUBSCRIPTIONS, TELL_SALES, tell_sales
from onboarding_phases.escalations.permissions import PERMISSIONS, VIEW_ESCALATIONS
from onboarding_phases.escalations.reports import NEEDS, PANELS
from onboarding_phases.escalations.services import LOOK_AT_CLOCK, count_phase, look_at_clock
from onboarding_phases.onboardings.enums import GROUP
from onboarding_phases.onboardings.events import PhaseStarted
from portal.events import Subscription
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind
from portal.people import Role

feature = Feature(
    name="onboarding_phases.escalations",
    models=models,
    blueprints=[views.bp],
    navigation=[
        NavItem(
            _l("Escalations"),
            "escalations.index",
            VIEW_ESCALATIONS,
            order=22,
            group=GROUP,
            apart_for=frozenset({Role.SUPPORT}),
        )
    ],
    permissions=PERMISSIONS,
    subscriptions=[*SUBSCRIPTIONS, Subscription(PhaseStarted, count_phase)],
    jobs=[
        JobKind(LOOK_AT_CLOCK, look_at_clock, _l("Watch the clocks of escalations")),
        JobKind(TELL_SALES, tell_sales, _l("Tell sales of an escalation")),
    ],
    panels=PANELS,
    needs=NEEDS,
    notices=NOTICES,
    defaults=[DEFAULT],
)
