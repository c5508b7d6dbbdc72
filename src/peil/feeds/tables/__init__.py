"""Tables as people write them: one way to open them, to tell their days, and to read their cells."""
