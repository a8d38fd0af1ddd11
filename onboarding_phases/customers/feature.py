"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.customers import models, views
from onboarding_phases.customers.defaults import EFFORT
from onboarding_phases.customers.permissions import (
    EXPORT_CUSTOMERS,
    IMPORT_CUSTOMERS,
    PERMISSIONS,
    VIEW_CUSTOMERS,
)
from onboarding_phases.customers.queries import customer_rows
from onboarding_phases.customers.services import effort_hints, import_customers
from onboarding_phases.customers.tables import CUSTOMERS
from portal.exchange.values import Exchange
from portal.feature import Feature, NavItem

feature = Feature(
    name="onboarding_phases.customers",
    models=models,
    blueprints=[views.bp],
    navigation=[
        NavItem(_l("Customers"), "customers.index", VIEW_CUSTOMERS, order=10, group=_l("Customers and handoffs"))
    ],
    permissions=PERMISSIONS,
    defaults=[EFFORT],
    exchanges=[
        Exchange(
            kind="customers",
            title=_l("Customers"),
            schema=lambda: CUSTOMERS,
            columns=[column.name for column in CUSTOMERS.columns],
            apply=import_customers,
            rows=customer_rows,
            hints=effort_hints,
            import_permission=IMPORT_CUSTOMERS,
            export_permission=EXPORT_CUSTOMERS,
            back="customers.index",
        )
    ],
)
