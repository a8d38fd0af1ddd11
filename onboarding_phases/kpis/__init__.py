"""KPIs of onboardings: the X-day activation rate, its interval and the curve beside it, with `bansou kpi`."""
