"""Tables of law of a dossier: who may do what, and what goes to whom, on a day."""
