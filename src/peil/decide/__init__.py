"""Decide: what people decided, in their own words; never an input to the figures."""
