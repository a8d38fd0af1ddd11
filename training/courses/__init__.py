"""Courses and their lessons, who is enrolled, and what they have read."""
