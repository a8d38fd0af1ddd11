"""What is said about an onboarding and the files that go with it, each for those whom its level names."""
