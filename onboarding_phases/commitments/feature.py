"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.commitments import models, views
from onboarding_phases.commitments.notices import NOTICES, SUBSCRIPTIONS
from onboarding_phases.commitments.permissions import LIST_COMMITMENTS, PERMISSIONS
from onboarding_phases.commitments.reports import NEEDS, PANELS, SECTIONS
from onboarding_phases.commitments.services import refuse_while_pending, take_for_onboarding, take_from_handoff
from onboarding_phases.commitments.services.taking import TAKE, take_for_customer
from onboarding_phases.commitments.shared import views as shared
from onboarding_phases.commitments.shared.reports import NEWS
from onboarding_phases.commitments.shared.reports import PANELS as SHARED_PANELS
from onboarding_phases.handoff.events import HandoffAccepted
from onboarding_phases.onboardings.enums import GROUP
from onboarding_phases.onboardings.events import OnboardingBegun, OnboardingCompleted
from portal.events import Subscription
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.commitments",
    models=models,
    blueprints=[views.bp, shared.bp],
    navigation=[NavItem(_l("Commitments"), "commitments.index", LIST_COMMITMENTS, order=24, group=GROUP)],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(OnboardingBegun, take_for_onboarding),
        Subscription(HandoffAccepted, take_from_handoff),
        Subscription(OnboardingCompleted, refuse_while_pending),
        *SUBSCRIPTIONS,
    ],
    jobs=[
        JobKind(TAKE, take_for_customer, _l("Take commitments from the handoff")),
    ],
    panels=[*PANELS, *SHARED_PANELS],
    needs=NEEDS,
    report_sections=SECTIONS,
    notices=NOTICES,
    news=NEWS,
)
