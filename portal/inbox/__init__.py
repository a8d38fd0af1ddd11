"""Notices to people, each in the reader's own language."""
