"""Handoffs in and out as tables."""
