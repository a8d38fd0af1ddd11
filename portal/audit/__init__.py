"""The audit trail: every event, kept by itself."""
