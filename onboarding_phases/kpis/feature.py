"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.kpis import models, views
from onboarding_phases.kpis.cli import kpi
from onboarding_phases.kpis.panels import CARDS, PARTNER_PANEL
from onboarding_phases.kpis.permissions import PERMISSIONS, VIEW_PROGRAMME
from onboarding_phases.kpis.projecting import (
    COUNT_DUE,
    MOVES_COUNTS,
    TURN_DAY,
    count_due,
    keep_counting,
    note_due,
    turn_day,
)
from onboarding_phases.kpis.reports import PARTNER_REPORT, SECTIONS
from onboarding_phases.kpis.rules import DEFAULT
from onboarding_phases.kpis.tables import EXCHANGE
from portal.events import Subscription
from portal.feature import Feature, NavItem
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.kpis",
    models=models,
    blueprints=[views.bp],
    navigation=[NavItem(_l("Reports"), "kpis.overview", VIEW_PROGRAMME, order=70)],
    permissions=PERMISSIONS,
    panels=[PARTNER_PANEL],
    cards=CARDS,
    report_kinds=[PARTNER_REPORT],
    report_sections=SECTIONS,
    commands=[kpi],
    exchanges=[EXCHANGE],
    defaults=[DEFAULT],
    subscriptions=[Subscription(kind, note_due) for kind in MOVES_COUNTS],
    jobs=[
        JobKind(COUNT_DUE, count_due, _l("Count the KPIs")),
        JobKind(TURN_DAY, turn_day, _l("Count the KPIs as of a new day")),
    ],
    shipped=[keep_counting],
)
