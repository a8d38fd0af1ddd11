"""Partner firms: who they are, what they can do and take on, which tier and qualifications they hold."""
