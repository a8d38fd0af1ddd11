"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.allocation import models
from onboarding_phases.allocation.cli import match
from onboarding_phases.allocation.defaults import ALLOCATION
from onboarding_phases.allocation.events import OfferAccepted, OfferDeclined, OfferLapsed, OfferSent, OfferWithdrawn
from onboarding_phases.allocation.notices import (
    NOTICES,
    offers_to_answer,
    plans_and_customers,
    tell_firm,
    tell_managers,
)
from onboarding_phases.allocation.permissions import ANSWER_OFFER, PERMISSIONS, RUN_ALLOCATION, VIEW_ALLOCATIONS
from onboarding_phases.allocation.reports.cards import CARDS
from onboarding_phases.allocation.reports.customers import customer_panel, customer_states
from onboarding_phases.allocation.services.offers import end_assignment, lapse_offer
from onboarding_phases.allocation.services.runs import solve
from onboarding_phases.allocation.views import allocations, offers
from onboarding_phases.customers.permissions import VIEW_CUSTOMERS
from onboarding_phases.onboardings.events import OnboardingCompleted, OnboardingEvent, OnboardingWithdrawn
from portal.events import Subscription
from portal.feature import Feature, NavItem, NeedSource, Panel
from portal.jobs.values import JobKind


def _free_customer(event: OnboardingEvent) -> None:
    end_assignment(partner_id=event.partner_id, onboarding_id=event.onboarding_id, actor_id=event.actor_id)


feature = Feature(
    name="onboarding_phases.allocation",
    models=models,
    blueprints=[allocations, offers],
    navigation=[
        NavItem(_l("Allocation"), "allocations.index", VIEW_ALLOCATIONS, order=30),
        NavItem(_l("Offers"), "offers.index", ANSWER_OFFER, order=10),
    ],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(OnboardingCompleted, _free_customer),
        Subscription(OnboardingWithdrawn, _free_customer),
        Subscription(OfferSent, tell_firm),
        Subscription(OfferWithdrawn, tell_firm),
        Subscription(OfferLapsed, tell_firm),
        Subscription(OfferAccepted, tell_managers),
        Subscription(OfferDeclined, tell_managers),
        Subscription(OfferLapsed, tell_managers),
    ],
    jobs=[
        JobKind("allocation.solve", solve, _l("Compute an allocation plan")),
        JobKind("allocation.lapse_offer", lapse_offer, _l("Let offers lapse that nobody answered")),
    ],
    panels=[
        Panel("customer_states", "allocation/panel_customer.html", VIEW_CUSTOMERS, customer_states, order=10),
        Panel("customer", "allocation/panel_customer.html", VIEW_ALLOCATIONS, customer_panel, order=20),
    ],
    needs=[NeedSource(ANSWER_OFFER, offers_to_answer), NeedSource(RUN_ALLOCATION, plans_and_customers)],
    cards=CARDS,
    notices=NOTICES,
    commands=[match],
    defaults=[ALLOCATION],
)
