"""What is done with several onboardings of a list at once: a look at each, then all of it or nothing."""
