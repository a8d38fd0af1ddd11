"""The interface for other systems: tokens, problem answers, one effect per key, and the description of it all."""
