"""Links by mail: forgotten passwords and invitations."""
