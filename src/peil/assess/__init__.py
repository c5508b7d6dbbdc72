"""Assess: which level do the figures support, what speaks for and against it."""
