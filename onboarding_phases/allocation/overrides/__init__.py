"""What a manager does against the solver: pins, bans and moves by hand, with their price and reason."""
