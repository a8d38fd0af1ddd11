"""What the answers say: figures for the vendor, and published periods of at least three customers for a firm."""
