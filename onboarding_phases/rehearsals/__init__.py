"""Numbers of the allocation tried on past runs before they are in force."""
