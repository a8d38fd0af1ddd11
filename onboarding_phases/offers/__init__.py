"""Offers: what firms are asked to take, and what they answer."""
