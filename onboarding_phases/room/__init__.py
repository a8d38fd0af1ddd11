"""The customer room: where a customer sees how its onboarding stands and what is next, by a link without account."""
