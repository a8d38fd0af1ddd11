"""Products and their names: those that ship, and those that the vendor added when it published a playbook."""
