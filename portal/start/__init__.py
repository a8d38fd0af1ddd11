"""Each reader's own start page, composed of what the rooms bring."""
