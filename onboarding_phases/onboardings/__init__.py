"""Onboardings: one customer's run through the six phases of a playbook, and the clock that it runs by."""
