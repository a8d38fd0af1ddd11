"""Inviting people of a customer to its room, from the page of the onboarding."""
