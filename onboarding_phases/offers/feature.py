"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.customers.permissions import VIEW_CUSTOMERS
from onboarding_phases.offers import models
from onboarding_phases.offers.defaults import OFFERS
from onboarding_phases.offers.events import (
    AssignmentReturned,
    CounterAgreed,
    CounterDeclined,
    CounterUnanswered,
    OfferAccepted,
    OfferCountered,
    OfferDeclined,
    OfferLapsed,
    OfferReminded,
    OfferSent,
    OfferWithdrawn,
)
from onboarding_phases.offers.notices import NOTICES, offers_to_answer, remind_firm, tell_firm, tell_managers
from onboarding_phases.offers.permissions import ANSWER_OFFER, PERMISSIONS, VIEW_OFFERS
from onboarding_phases.offers.reports import CARDS, NEEDS, capacity_panel, customer_panel, customer_states
from onboarding_phases.offers.services import (
    LAPSE,
    REMIND,
    TELL_AGAIN,
    end_assignment,
    lapse_offer,
    remind_of_offer,
    tell_of_unanswered,
)
from onboarding_phases.offers.views import offers
from onboarding_phases.onboardings.events import OnboardingCompleted, OnboardingEvent, OnboardingWithdrawn
from partners.permissions import VIEW_CAPACITY
from portal.events import Subscription
from portal.feature import Feature, NavItem, NeedSource, Panel
from portal.jobs.values import JobKind


def _free_customer(event: OnboardingEvent) -> None:
    end_assignment(partner_id=event.partner_id, onboarding_id=event.onboarding_id, actor_id=event.actor_id)


feature = Feature(
    name="onboarding_phases.offers",
    models=models,
    blueprints=[offers],
    navigation=[NavItem(_l("Offers"), "offers.index", ANSWER_OFFER, order=10)],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(OnboardingCompleted, _free_customer),
        Subscription(OnboardingWithdrawn, _free_customer),
        Subscription(OfferSent, tell_firm),
        Subscription(OfferReminded, remind_firm),
        Subscription(OfferWithdrawn, tell_firm),
        Subscription(OfferLapsed, tell_firm),
        Subscription(CounterAgreed, tell_firm),
        Subscription(CounterDeclined, tell_firm),
        Subscription(OfferCountered, tell_managers),
        Subscription(CounterUnanswered, tell_managers),
        Subscription(OfferAccepted, tell_managers),
        Subscription(AssignmentReturned, tell_managers),
        Subscription(OfferDeclined, tell_managers),
        Subscription(OfferLapsed, tell_managers),
    ],
    jobs=[
        JobKind(LAPSE, lapse_offer, _l("Let offers lapse that nobody answered")),
        JobKind(TELL_AGAIN, tell_of_unanswered, _l("Tell CS managers of counter-proposals without an answer")),
        JobKind(REMIND, remind_of_offer, _l("Remind firms of offers that wait for their answer")),
    ],
    panels=[
        Panel("customer_states", "offers/panel_customer.html", VIEW_CUSTOMERS, customer_states, order=10),
        Panel("customer", "offers/panel_customer.html", VIEW_OFFERS, customer_panel, order=20),
        Panel("capacity", "offers/panel_capacity.html", VIEW_CAPACITY, capacity_panel, order=10),
    ],
    needs=[NeedSource(ANSWER_OFFER, offers_to_answer), *NEEDS],
    cards=CARDS,
    notices=NOTICES,
    defaults=[OFFERS],
)
