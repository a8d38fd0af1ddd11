"""What people of a customer read of a conversation in their room: what was shared with them."""
