"""Plain tables of counts: a date, a count and, where there is one, a population."""
