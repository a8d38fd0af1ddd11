"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from certification import models, reports, views
from certification.cli import certify
from certification.notices import KINDS, SUBSCRIPTIONS
from certification.permissions import (
    DECIDE,
    PERMISSIONS,
    VIEW_CERTIFICATION,
    VIEW_EVERY_FIRM,
    VIEW_OWN_FIRM,
)
from certification.queries import decisions_waiting
from certification.services import load_default_policy
from portal.feature import Card, Feature, NavItem, NeedQuery, Panel, ReportSection

GROUP = _l("Training and certification")

feature = Feature(
    name="certification",
    models=models,
    blueprints=[views.bp],
    navigation=[
        NavItem(_l("Certification reviews"), "certification.index", VIEW_EVERY_FIRM, order=65, group=GROUP),
        NavItem(_l("Certification"), "certification.index", VIEW_OWN_FIRM, order=65, group=GROUP),
    ],
    permissions=PERMISSIONS,
    subscriptions=SUBSCRIPTIONS,
    panels=[Panel("partner", "certification/panel.html", VIEW_CERTIFICATION, reports.partner_panel, order=40)],
    cards=[Card("certification/panel.html", VIEW_OWN_FIRM, reports.own_card, order=60, aside=True)],
    needs=[NeedQuery(DECIDE, decisions_waiting, reports.decision_need)],
    report_sections=[ReportSection("partner", "certification/report.html", reports.report_section, order=60)],
    notices=KINDS,
    shipped=[load_default_policy],
    commands=[certify],
)
