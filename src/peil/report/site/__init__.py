"""A static site of reports: what each page stands in, where links lead, and every file."""
