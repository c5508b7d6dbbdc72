"""A subject that nobody else knows of: one file, its messages and a row of the registry."""
