"""The questions of a handoff, as data."""
