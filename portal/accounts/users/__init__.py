"""The people with an account: invited, given a role, closed. By the administrator, and by a firm for its own."""
