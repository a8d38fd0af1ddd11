"""Everybody's own account: name, language, password and the browsers that are signed in."""
