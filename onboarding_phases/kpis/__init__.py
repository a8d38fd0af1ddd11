"""KPIs: X-day activation rate, phase curves and what they are made of."""
