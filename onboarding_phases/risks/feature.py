"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations.events import EscalationRaised, EscalationReopened, EscalationResolved
from onboarding_phases.extensions.events import DueDaysMoved
from onboarding_phases.onboardings.enums import GROUP
from onboarding_phases.onboardings.events import (
    HoldPlaced,
    OnboardingActivated,
    OnboardingCompleted,
    OnboardingWithdrawn,
    PhaseCompleted,
    PhaseSkipped,
    PhaseSubmitted,
)
from onboarding_phases.risks import models, views
from onboarding_phases.risks.defaults import DEFAULT
from onboarding_phases.risks.permissions import PERMISSIONS, VIEW_TEMPLATES
from onboarding_phases.risks.reports import NEEDS, PANELS
from onboarding_phases.risks.services import (
    FREE,
    LOOK_AT_ALL,
    LOOK_AT_ONE,
    WATCH,
    free_when_over,
    load_plays,
    look_at_all,
    look_at_one,
    look_soon,
    look_soon_at_all,
    plan_watch,
    watch_tonight,
)
from onboarding_phases.tasks.events import BlockerResolved
from onboarding_phases.usage.events import UsageRecorded
from portal.events import Subscription
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind

ENDING_A_RISK = (
    PhaseSubmitted,
    PhaseCompleted,
    PhaseSkipped,
    HoldPlaced,
    BlockerResolved,
    DueDaysMoved,
    OnboardingActivated,
    OnboardingCompleted,
    OnboardingWithdrawn,
    EscalationRaised,
    EscalationResolved,
    EscalationReopened,
)

feature = Feature(
    name="onboarding_phases.risks",
    models=models,
    blueprints=[views.bp],
    navigation=[NavItem(_l("Risks and plays"), "risks.index", VIEW_TEMPLATES, order=24, group=GROUP)],
    permissions=PERMISSIONS,
    subscriptions=[
        *(Subscription(event, look_soon) for event in ENDING_A_RISK),
        Subscription(UsageRecorded, look_soon_at_all),
    ],
    jobs=[
        JobKind(WATCH, watch_tonight, _l("Look at the risks of the night")),
        JobKind(LOOK_AT_ALL, look_at_all, _l("Look at the risks of all onboardings")),
        JobKind(LOOK_AT_ONE, look_at_one, _l("Look at the risk of an onboarding")),
        JobKind(FREE, free_when_over, _l("End a level of risk whose time is over")),
    ],
    panels=PANELS,
    needs=NEEDS,
    defaults=[DEFAULT],
    shipped=[load_plays, plan_watch],
)
