"""What a firm may decide by itself, by its tier."""
