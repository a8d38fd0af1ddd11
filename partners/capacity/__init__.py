"""Slots: how much onboarding work each firm takes on in each month."""
