"""The demo: sample files as the waiting queue, and eighteen months of history made through the rooms' services."""
