"""Rows for tests, each made by one function with plain defaults."""
