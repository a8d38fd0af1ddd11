"""What this room brings to the portal."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingWithdrawn
from onboarding_phases.usage import api, models
from onboarding_phases.usage.defaults import DEFAULT
from onboarding_phases.usage.permissions import EXPORT_USAGE, IMPORT_USAGE, PERMISSIONS, SCOPES, SEE_AGE
from onboarding_phases.usage.queries import age_of_usage, exported_records
from onboarding_phases.usage.services import (
    RECOMPUTE,
    TAKE_DELIVERY,
    import_usage,
    plan_recomputation,
    recompute_all,
    recompute_withdrawn,
    take_delivery,
)
from onboarding_phases.usage.tables import USAGE
from onboarding_phases.usage.values import WEBHOOK
from portal.defaults.events import SettingChanged
from portal.events import Subscription
from portal.exchange.values import Exchange
from portal.feature import Feature, Panel
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.usage",
    models=models,
    permissions=PERMISSIONS,
    defaults=[DEFAULT],
    subscriptions=[
        Subscription(SettingChanged, plan_recomputation),
        Subscription(OnboardingWithdrawn, recompute_withdrawn),
    ],
    blueprints=[Blueprint("usage", __name__, template_folder="templates"), api.bp],
    scopes=SCOPES,
    operations=api.OPERATIONS,
    webhooks=[WEBHOOK],
    panels=[Panel(page, "usage/age.html", SEE_AGE, age_of_usage, order=90) for page in ("onboardings", "kpis")],
    jobs=[
        JobKind(RECOMPUTE, recompute_all, _l("Compute the activation of all onboardings anew")),
        JobKind(TAKE_DELIVERY, take_delivery, _l("Take in usage that was reported")),
    ],
    exchanges=[
        Exchange(
            kind="usage",
            title=_l("Product usage"),
            schema=lambda: USAGE,
            columns=[column.name for column in USAGE.columns],
            apply=import_usage,
            rows=exported_records,
            import_permission=IMPORT_USAGE,
            export_permission=EXPORT_USAGE,
            back="onboardings.index",
        )
    ],
)
