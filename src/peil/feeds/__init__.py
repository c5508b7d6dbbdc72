"""Feeds: one folder for each outside source."""
