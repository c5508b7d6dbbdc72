"""Observe: what the indicators show, as it was known on a day."""
