"""Change of firm in mid-course: an onboarding ends at one firm, and the customer is handed to another."""
