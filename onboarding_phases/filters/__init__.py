"""Filters of the list of onboardings that a person saved under a name: the person's own, and nobody else's."""
