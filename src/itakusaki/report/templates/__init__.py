"""Templates a user may replace: which there are, what each may use, and whether one's own is right."""
