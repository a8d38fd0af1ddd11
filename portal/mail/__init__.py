"""The outbox: letters written in a transaction and sent after it."""
