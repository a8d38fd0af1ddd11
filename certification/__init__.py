"""Certification: policies, evaluations and the five tiers that they decide."""
