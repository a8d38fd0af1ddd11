"""Customers, handoff, allocation and the six phases of an onboarding, with the KPIs measured on them."""
