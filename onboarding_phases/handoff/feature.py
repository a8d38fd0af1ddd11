"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.handoff import models, views
from onboarding_phases.handoff.defaults import HANDOFF_DEFAULTS
from onboarding_phases.handoff.events import HandoffAccepted, HandoffReturned, HandoffSubmitted
from onboarding_phases.handoff.exchange.queries import handoff_rows
from onboarding_phases.handoff.exchange.rules import COLUMNS, handoffs_schema
from onboarding_phases.handoff.exchange.services import import_handoffs
from onboarding_phases.handoff.notices import NOTICES, tell_cs, tell_sales_of_acceptance, tell_sales_of_return
from onboarding_phases.handoff.permissions import (
    EXPORT_HANDOFFS,
    IMPORT_HANDOFFS,
    PERMISSIONS,
    VIEW_HANDOFFS,
    WRITE_HANDOFF,
)
from onboarding_phases.handoff.reports import customer_panel, waiting_card, waiting_needs
from portal.events import Subscription
from portal.exchange.values import Exchange
from portal.feature import Card, Feature, NavItem, NeedSource, Panel

feature = Feature(
    name="onboarding_phases.handoff",
    models=models,
    blueprints=[views.bp],
    navigation=[
        NavItem(_l("Handoffs"), "handoffs.index", VIEW_HANDOFFS, order=15, group=_l("Customers and handoffs"))
    ],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(HandoffSubmitted, tell_cs),
        Subscription(HandoffReturned, tell_sales_of_return),
        Subscription(HandoffAccepted, tell_sales_of_acceptance),
    ],
    panels=[Panel("customer", "handoff/panel_customer.html", VIEW_HANDOFFS, customer_panel, order=10)],
    cards=[Card("handoff/card_waiting.html", WRITE_HANDOFF, waiting_card, order=20)],
    needs=[NeedSource(WRITE_HANDOFF, waiting_needs)],
    notices=NOTICES,
    defaults=[HANDOFF_DEFAULTS],
    exchanges=[
        Exchange(
            kind="handoffs",
            title=_l("Handoffs"),
            schema=handoffs_schema,
            columns=COLUMNS,
            apply=import_handoffs,
            rows=handoff_rows,
            import_permission=IMPORT_HANDOFFS,
            export_permission=EXPORT_HANDOFFS,
            back="handoffs.index",
        )
    ],
)
