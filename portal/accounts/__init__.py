"""Accounts: who may sign in, their sessions, invitations and password resets."""
