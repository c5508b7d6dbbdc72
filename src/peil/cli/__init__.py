"""The command line: read the request, call the workflow, print."""
