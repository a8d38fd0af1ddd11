"""Versioned settings: every number of the product, with its history."""
