"""A plain list of events in CSV: a parser and a synthetic fixture."""
