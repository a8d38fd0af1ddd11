"""The way in and out: log-in, log-out, and the language for people on either side of the door."""
