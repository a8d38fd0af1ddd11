"""The next candidate: whom to ask about a customer whose offer came to nothing."""
