"""A dossier: a folder of tables that describes one jurisdiction."""
