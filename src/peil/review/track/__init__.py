"""The track record: levels and proposals beside the events that followed."""
