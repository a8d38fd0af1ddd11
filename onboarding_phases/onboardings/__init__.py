"""Onboardings: one customer's run through the six phases."""
