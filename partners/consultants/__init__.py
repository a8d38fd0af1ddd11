"""The people of partner firms and what they have passed."""
