"""Reading onboardings: the numbers in force, lists, boards, and all of one."""

from onboarding_phases.onboardings.queries.numbers import bounds_in_force, onboarding_numbers

__all__ = ["bounds_in_force", "onboarding_numbers"]
