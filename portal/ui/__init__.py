"""What pages are made of: dates and numbers as readers write them, lists in pages, and charts."""
