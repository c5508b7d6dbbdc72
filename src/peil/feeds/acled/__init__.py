"""Armed Conflict Location & Event Data: a parser and a synthetic fixture; no data."""
