"""Commitments: what was promised to a customer, followed until it is kept, renegotiated or refused."""
