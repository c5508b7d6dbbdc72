"""The desk: what is done there, from a question to a service to a level that is told."""
