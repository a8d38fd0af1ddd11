"""What every answer has: sessions, security headers, error pages, formats."""
