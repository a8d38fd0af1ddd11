"""The ground floor: everything that a web application of many firms needs, and no word of what Bansou is for."""
