"""What is done about a low score: an item with an owner, due in one business day."""
