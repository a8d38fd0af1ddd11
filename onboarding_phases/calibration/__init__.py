"""What the allocation predicted against what came of it."""
