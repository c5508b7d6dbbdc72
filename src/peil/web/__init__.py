"""Web: the pages of the servers; each reads a request, calls the workflow, and renders."""
