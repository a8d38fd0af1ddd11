"""What this room says on the start pages: what needs a reader today, its cards, and a risk in words."""
