"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.allocation import models
from onboarding_phases.allocation.cli import match
from onboarding_phases.allocation.defaults import ALLOCATION
from onboarding_phases.allocation.permissions import PERMISSIONS
from onboarding_phases.allocation.services.offers import end_assignment, lapse_offer
from onboarding_phases.allocation.services.runs import solve
from onboarding_phases.onboardings.events import OnboardingCompleted, OnboardingEvent, OnboardingWithdrawn
from portal.events import Subscription
from portal.feature import Feature


def _free_customer(event: OnboardingEvent) -> None:
    end_assignment(partner_id=event.partner_id, onboarding_id=event.onboarding_id, actor_id=event.actor_id)


feature = Feature(
    name="onboarding_phases.allocation",
    models=models,
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(OnboardingCompleted, _free_customer),
        Subscription(OnboardingWithdrawn, _free_customer),
    ],
    jobs={"allocation.solve": solve, "allocation.lapse_offer": lapse_offer},
    commands=[match],
    defaults=[ALLOCATION],
)
