"""Product usage and the activation that it shows."""
