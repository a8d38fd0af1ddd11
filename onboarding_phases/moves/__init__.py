"""Moves: running onboardings taken to the newest version of their playbook, after a look at what changes."""
