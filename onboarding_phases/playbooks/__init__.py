"""Playbooks: versioned templates of the six phases."""
