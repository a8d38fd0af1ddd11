"""What has to be done in an onboarding, by whom, and what stands in the way."""
