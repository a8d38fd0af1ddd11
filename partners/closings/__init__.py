"""Closing days: when a firm does not work, beside weekends and holidays, so that its clocks do not count them."""
