"""Import and export of tables, for pages and commands alike."""
