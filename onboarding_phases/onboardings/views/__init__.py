"""Pages: lists of onboardings, one of them, its phases, holds, people and end."""

from onboarding_phases.onboardings.views import ending, exclusions, holds, lists, people, phases, single
from onboarding_phases.onboardings.views.blueprint import bp

__all__ = ["bp", "ending", "exclusions", "holds", "lists", "people", "phases", "single"]
