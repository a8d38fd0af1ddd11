"""Allocation: which partner takes which customer, with reasons, offers and their answers."""
