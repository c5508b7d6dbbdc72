"""Reassessment: what the record can carry of the question whether a country's policy worked."""
