"""The Global Terrorism Database: a parser, its breaks and a synthetic fixture; no data."""
