"""The handoff from onboarding to support: written by firm or owner, accepted or returned field by field."""
