"""Letters that tell a customer's people what is new in their room: one for each person and business day at most."""
