"""The Georeferenced Event Dataset of UCDP: a parser and a synthetic fixture; no data."""
