"""Webhooks by which other systems report: signed, taken once, worked off after they were acknowledged."""
