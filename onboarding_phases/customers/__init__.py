"""Customers: who bought the product, what they need and who owns them."""
