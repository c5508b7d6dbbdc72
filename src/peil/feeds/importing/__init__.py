"""Event files of outside sources: counted as they stream by, and added to a dossier as vintages."""
