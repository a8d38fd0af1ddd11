"""What may make an onboarding late: foreseen finishes, silent struggle, levels that people set, and plays."""
