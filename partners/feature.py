"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from partners import models, reports, views
from partners.capacity import views as capacity_views
from partners.closings import views as closings_views
from partners.closings.defaults import DEFAULT as CLOSINGS
from partners.closings.reports import closings_on, closings_panel
from partners.consultants import views as consultants_views
from partners.consultants.services import follow_account, follow_name
from partners.contacts import views as contacts_views
from partners.contacts.reports import contact_panel
from partners.exchange.queries import capacity_rows, partner_rows
from partners.exchange.services import import_capacity, import_partners
from partners.permissions import (
    EXPORT_CAPACITY,
    EXPORT_PARTNERS,
    IMPORT_CAPACITY,
    IMPORT_PARTNERS,
    LIST_PARTNERS,
    MANAGE_CONSULTANTS,
    PERMISSIONS,
    STATE_CAPACITY,
    VIEW_CLOSINGS,
    VIEW_PARTNER,
)
from partners.rights.defaults import DEFAULT as DECISION_RIGHTS
from partners.tables import CAPACITY, PARTNERS
from portal.accounts.events import RoleChanged, UserDisabled, UserEnabled, UserInvited, UserRenamed
from portal.events import Subscription
from portal.exchange.values import Exchange
from portal.feature import Card, Feature, NavItem, NeedSource, Panel

feature = Feature(
    name="partners",
    models=models,
    blueprints=[views.bp, capacity_views.bp, closings_views.bp, consultants_views.bp, contacts_views.bp],
    navigation=[
        NavItem(_l("Partners"), "partners.index", LIST_PARTNERS, order=40),
        NavItem(_l("Consultants"), "consultants.own", MANAGE_CONSULTANTS, order=30),
        NavItem(_l("Capacity"), "capacity.own", STATE_CAPACITY, order=40),
    ],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(UserInvited, follow_account),
        Subscription(UserEnabled, follow_account),
        Subscription(UserDisabled, follow_account),
        Subscription(RoleChanged, follow_account),
        Subscription(UserRenamed, follow_name),
    ],
    panels=[
        Panel("partner", "partners/panel_contact.html", VIEW_PARTNER, contact_panel, order=90),
        Panel("partner", "partners/panel_closings.html", VIEW_CLOSINGS, closings_panel, order=91),
        Panel("onboarding_days", "partners/panel_closings.html", VIEW_CLOSINGS, closings_on, order=20),
    ],
    cards=[Card("partners/card_slots.html", STATE_CAPACITY, reports.slots_card, order=25, wide=True)],
    needs=[NeedSource(STATE_CAPACITY, reports.months_to_state)],
    defaults=[DECISION_RIGHTS, CLOSINGS],
    exchanges=[
        Exchange(
            kind="partners",
            title=_l("Partners"),
            schema=lambda: PARTNERS,
            columns=[column.name for column in PARTNERS.columns],
            apply=import_partners,
            rows=partner_rows,
            import_permission=IMPORT_PARTNERS,
            export_permission=EXPORT_PARTNERS,
            back="partners.index",
        ),
        Exchange(
            kind="capacity",
            title=_l("Slots by month"),
            schema=lambda: CAPACITY,
            columns=[column.name for column in CAPACITY.columns],
            apply=import_capacity,
            rows=capacity_rows,
            import_permission=IMPORT_CAPACITY,
            export_permission=EXPORT_CAPACITY,
            back="partners.index",
        ),
    ],
)
