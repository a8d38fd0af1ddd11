"""Handoff: the documented transfer of a customer from one party to the next."""
