"""Certification policies: a programme's rules as data, read, checked and evaluated without a database.

A policy turns metrics into points, points into axes, axes into tiers, and says how a firm moves between
these. Ready ones lie in `ready/`; `default.toml` is the one that a new portal starts with.
"""
