"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import GROUP
from onboarding_phases.onboardings.events import OnboardingCompleted, PhaseCompleted, PhaseSkipped
from onboarding_phases.surveys import models, views
from onboarding_phases.surveys.answering import notices as letters
from onboarding_phases.surveys.answering import views as answering
from onboarding_phases.surveys.answering.reports import PANELS as ROOM_PANELS
from onboarding_phases.surveys.defaults import DEFAULT
from onboarding_phases.surveys.events import SurveyAnswered
from onboarding_phases.surveys.figures import views as figures
from onboarding_phases.surveys.figures.services import look_after_surveys
from onboarding_phases.surveys.permissions import PERMISSIONS, VIEW_FIGURES
from onboarding_phases.surveys.questions import views as questions
from onboarding_phases.surveys.questions.services import load_default_surveys
from onboarding_phases.surveys.recoveries import notices as recovering
from onboarding_phases.surveys.recoveries import views as recoveries
from onboarding_phases.surveys.recoveries.reports import NEEDS
from onboarding_phases.surveys.recoveries.services import open_recovery
from onboarding_phases.surveys.reports import PANELS
from onboarding_phases.surveys.services import DAILY, ask_after_phase, ask_at_the_end
from portal.events import Subscription
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.surveys",
    models=models,
    blueprints=[views.bp, answering.bp, figures.bp, questions.bp, recoveries.bp],
    navigation=[NavItem(_l("Surveys"), "survey_figures.index", VIEW_FIGURES, order=26, group=GROUP)],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(PhaseCompleted, ask_after_phase),
        Subscription(PhaseSkipped, ask_after_phase),
        Subscription(OnboardingCompleted, ask_at_the_end),
        Subscription(SurveyAnswered, open_recovery),
        *letters.SUBSCRIPTIONS,
        *recovering.SUBSCRIPTIONS,
    ],
    jobs=[
        JobKind(DAILY, look_after_surveys, _l("Remind of surveys and publish their figures")),
    ],
    panels=[*PANELS, *ROOM_PANELS],
    needs=NEEDS,
    notices=recovering.NOTICES,
    defaults=[DEFAULT],
    shipped=[load_default_surveys],
)
