"""What every server shares: people, their roles, duties, and the audit."""
