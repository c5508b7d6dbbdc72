"""Words that everyone shares: errors, calendar, scales and languages."""
