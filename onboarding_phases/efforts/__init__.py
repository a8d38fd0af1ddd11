"""How much work finished onboardings were, measured every night, for the effort that is suggested for customers."""
