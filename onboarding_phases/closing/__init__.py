"""The end of an onboarding: what is open, what was reached and learned, and the report to the customer."""
