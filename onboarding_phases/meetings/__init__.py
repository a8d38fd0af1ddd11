"""Meetings about an onboarding: who, what for, what was said, and the actions that become tasks."""
