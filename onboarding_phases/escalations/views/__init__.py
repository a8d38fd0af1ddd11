"""Pages of escalations: the list, one with its thread, what is done with it, and the routing table."""

from onboarding_phases.escalations.views import acting, lists, raising, routing, single
from onboarding_phases.escalations.views.blueprint import bp

__all__ = ["acting", "bp", "lists", "raising", "routing", "single"]
