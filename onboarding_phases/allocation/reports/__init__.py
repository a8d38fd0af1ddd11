"""What pages show of an allocation: a whole plan, and the offers of one customer."""
