"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings import models, views
from onboarding_phases.onboardings.defaults import DEFAULT
from onboarding_phases.onboardings.enums import GROUP
from onboarding_phases.onboardings.notices import NOTICES, SUBSCRIPTIONS, remind_of_hold
from onboarding_phases.onboardings.permissions import PERMISSIONS, VIEW_ONBOARDINGS
from onboarding_phases.onboardings.reports.cards import CARDS
from onboarding_phases.onboardings.reports.needs import NEEDS
from onboarding_phases.onboardings.services import REFRESH, REMIND, plan_refresh, refresh_outlooks
from portal.defaults.events import SettingChanged
from portal.events import Subscription
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.onboardings",
    models=models,
    blueprints=[views.bp],
    navigation=[NavItem(_l("Onboardings"), "onboardings.index", VIEW_ONBOARDINGS, order=20, group=GROUP)],
    permissions=PERMISSIONS,
    subscriptions=[*SUBSCRIPTIONS, Subscription(SettingChanged, plan_refresh)],
    jobs=[
        JobKind(REFRESH, refresh_outlooks, _l("Compute the days of all onboardings anew")),
        JobKind(REMIND, remind_of_hold, _l("Remind of holds that end")),
    ],
    defaults=[DEFAULT],
    notices=NOTICES,
    needs=NEEDS,
    cards=CARDS,
)
