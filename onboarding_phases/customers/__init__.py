"""Customers: who bought the product, what they need, and when their onboarding starts."""
