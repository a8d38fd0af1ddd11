"""What surveys ask, in the five languages that customers read; a change makes a new version."""
