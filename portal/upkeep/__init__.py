"""What the portal could not do in the background: told to administrators, shown, and tried again."""
