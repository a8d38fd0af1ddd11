"""Pages: lists of onboardings, one of them, its phases, holds, people and end."""

from onboarding_phases.onboardings.views import ending, holds, lists, people, phases, single
from onboarding_phases.onboardings.views.blueprint import bp

__all__ = ["bp", "ending", "holds", "lists", "people", "phases", "single"]
