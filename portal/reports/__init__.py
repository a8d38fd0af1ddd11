"""Documents on screen and on paper, composed of sections that the rooms bring."""
