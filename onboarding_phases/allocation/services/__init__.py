"""Changing allocations: runs that propose, and offers that bind."""
