"""What people of a customer read of the commitments to them in their room: those that were shared with them."""
